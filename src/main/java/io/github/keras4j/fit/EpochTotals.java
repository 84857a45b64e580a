package io.github.keras4j.fit;

import io.github.keras4j.engine.TrainingSession;
import io.github.keras4j.metrics.Metrics;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * What Keras's logs say of an epoch: the loss, the losses of several outputs, and the metrics. Losses are means of the
 * batches', each weighted by its samples. Not thread-safe.
 */
public final class EpochTotals {
    private final TrainingSession session;
    private final Metrics metrics;
    private final List<String> names = new ArrayList<>(List.of("loss"));
    private final double[] outputSums;
    private final boolean batchesCountEqually;
    private long outputCount;
    private double sum;
    private long samples;

    /**
     * With nothing counted yet.
     *
     * @throws io.github.keras4j.errors.Keras4jException for a metric that keras4j does not compute; the message names it
     */
    public EpochTotals(KerasModel model, TrainingSession session) {
        this.session = session;
        Compiled compiled = Compiled.of(model);
        metrics = Metrics.of(model, compiled);
        batchesCountEqually = compiled.metricRules().batchesCountEqually();
        List<String> outputs = model.network().outputNames();
        boolean apart = outputs.size() > 1 && session.separatesLosses();
        outputSums = new double[apart ? outputs.size() : 0];
        if (apart) {
            outputs.forEach(output -> names.add(output + "_loss"));
        }
        names.addAll(metrics.names());
    }

    /** {@code loss}, the outputs' losses, the metrics. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /** Forgets what was counted. */
    public void reset() {
        metrics.reset();
        java.util.Arrays.fill(outputSums, 0);
        sum = 0;
        samples = 0;
        outputCount = 0;
    }

    /**
     * Counts the batch that the session has just been given.
     *
     * @param loss what the session answered
     * @param y its targets, one per output
     * @param sampleWeights as the session was given them
     */
    public void add(double loss, List<Tensor> y, List<Tensor> sampleWeights) {
        int batch = y.get(0).shape().size(0);
        sum += loss * batch;
        samples += batch;
        if (outputSums.length > 0) {
            List<Double> losses = session.outputLosses();
            for (int i = 0; i < outputSums.length; i++) {
                outputSums[i] += losses.get(i) * (batchesCountEqually ? 1 : batch);
            }
            outputCount += batchesCountEqually ? 1 : batch;
        }
        if (!metrics.names().isEmpty()) {
            metrics.add(y, session.outputs(), sampleWeights, session.outputMasks());
        }
    }

    /** One value per name. */
    public List<Double> values() {
        double counted = Math.max(1, samples);
        List<Double> values = new ArrayList<>(List.of(sum / counted));
        for (double output : outputSums) {
            values.add(output / Math.max(1, outputCount));
        }
        values.addAll(metrics.results());
        return values;
    }
}
