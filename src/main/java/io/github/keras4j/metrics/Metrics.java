package io.github.keras4j.metrics;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.MetricConfig;
import io.github.keras4j.model.training.MetricRules;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The metrics that a model was compiled with, over all batches since the last reset. Not thread-safe. */
public final class Metrics {
    private record Entry(String name, int output, Metric metric, boolean weighted, boolean masked) {}

    private final List<Entry> entries = new ArrayList<>();

    private Metrics() {}

    /**
     * Those of a compiled model, with nothing counted yet.
     *
     * @throws io.github.keras4j.errors.Keras4jException for a metric that keras4j does not compute; the message names it
     */
    public static Metrics of(KerasModel model) {
        return of(model, Compiled.of(model));
    }

    /** As {@link #of(KerasModel)}, but compiled in another way than the file says. */
    public static Metrics of(KerasModel model, Compiled compiled) {
        Metrics metrics = new Metrics();
        MetricRules rules = compiled.metricRules();
        for (int i = 0; i < compiled.metrics().size(); i++) {
            Activation.Kind behind = compiled.rules().findsLogits() ? lastActivation(model, i) : Activation.Kind.LINEAR;
            for (MetricConfig config : compiled.metrics().get(i)) {
                Metric metric =
                        MetricFactory.of(config, rules, compiled.losses().get(i), behind);
                boolean masked = rules.masks() == MetricRules.Masks.ALL
                        || rules.masks() == MetricRules.Masks.MEANS && metric instanceof RowMean;
                metrics.entries.add(new Entry(config.label(), i, metric, config.weighted(), masked));
            }
        }
        return metrics;
    }

    private static Activation.Kind lastActivation(KerasModel model, int output) {
        Layer layer =
                model.network().node(model.network().outputs().get(output)).layer();
        if (layer instanceof Core.Dense dense) {
            return dense.activation().kind();
        }
        return layer instanceof Activations.Activate activate
                ? activate.activation().kind()
                : Activation.Kind.LINEAR;
    }

    /** Their names, as Keras prints them. */
    public List<String> names() {
        return entries.stream().map(Entry::name).toList();
    }

    /**
     * Counts a batch.
     *
     * @param targets one per output, {@code [batch, ...]}
     * @param answers the outputs, {@code [batch, ...]}
     * @param sampleWeights one per output, {@code [batch]}, for the weighted metrics; empty: all count 1
     * @param masks the outputs' masks, one number per row
     */
    public void add(
            List<Tensor> targets, List<Tensor> answers, List<Tensor> sampleWeights, List<Optional<Tensor>> masks) {
        for (Entry entry : entries) {
            int output = entry.output();
            Optional<Tensor> counts = entry.weighted() && !sampleWeights.isEmpty()
                    ? Optional.of(sampleWeights.get(output))
                    : Optional.empty();
            Optional<Tensor> mask = entry.masked() ? masks.get(output) : Optional.empty();
            entry.metric().add(Batch.of(targets.get(output), answers.get(output), counts, mask));
        }
    }

    /** Their values, in the order of the names. */
    public List<Double> results() {
        return entries.stream().map(entry -> entry.metric().result()).toList();
    }

    /** Forgets what was counted. */
    public void reset() {
        entries.forEach(entry -> entry.metric().reset());
    }
}
