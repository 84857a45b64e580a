package io.github.keras4j.predict;

import io.github.keras4j.KerasPort;
import io.github.keras4j.data.InputSpec;
import io.github.keras4j.data.Row;
import io.github.keras4j.engine.Session;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs samples in batches on one session, for one thread.
 *
 * <p>A sample's slot in its batch depends on its number alone, and copies fill the empty slots. So no bit of an answer
 * depends on which other samples were bad or where a run started. On {@code purejava} an answer depends on its sample
 * alone ({@code PlacesTest}), so slots after the last sample are left out.
 */
public final class Rows implements AutoCloseable {
    /** Deeplearning4j's batches are padded to a multiple of this, since its rounding may depend on the batch size. */
    private static final int STEP = 48;

    private final Session session;
    private final List<String> outputNames;
    private final boolean keepStates;
    private final int batchSize;
    /** Whether others in the batch would change a sample's answer, so that each is answered by itself. */
    private final boolean alone;

    private final int step;
    /** The batch size that the model was built for; {@link Shape#UNKNOWN} if any will do. */
    private final int fixedBatch;

    /**
     * @param batchSize how many samples go into one batch; a model built for a fixed batch takes that, and a kept
     *     state belongs to one sample
     * @param keepStates whether states last from batch to batch
     * @throws UnsupportedLayerException if an output's first axis is not that of the samples
     */
    public Rows(KerasPort port, int batchSize, boolean keepStates) {
        refuseOtherFirstAxes(port.model());
        this.outputNames = port.model().network().outputNames();
        this.session = port.openSession();
        this.keepStates = keepStates;
        this.step = port.engine().equals("purejava") ? 1 : STEP;
        this.fixedBatch = fixedBatch(port.model());
        this.alone = port.model().network().looksAtNeighbours();
        this.batchSize = keepStates ? 1 : fixedBatch != Shape.UNKNOWN ? fixedBatch : alone ? 1 : batchSize;
    }

    /** An operation may have moved the batch axis away: then no row of the output belongs to a sample. */
    private static void refuseOtherFirstAxes(KerasModel model) {
        Network network = model.network();
        if (network.hasSeveralBatches()) {
            throw new UnsupportedLayerException(
                    "The inputs of model '" + model.name() + "' have different numbers of samples,"
                            + " so there is no answer for each sample. Received: the inputs " + network.inputNames()
                            + ". In Java, KerasPort.predict takes them");
        }
        List<List<Shape>> shapes = Shapes.infer(network);
        int batch = fixedBatch(model);
        for (int i = 0; i < network.outputs().size(); i++) {
            Shape shape = Shapes.find(shapes, network.outputs().get(i)).orElse(Shape.of(batch));
            if (shape.rank() == 0 || shape.size(0) != Shape.UNKNOWN && shape.size(0) != batch) {
                throw noAnswerOfASample(network.outputNames().get(i), shape);
            }
        }
    }

    private static UnsupportedLayerException noAnswerOfASample(String output, Shape shape) {
        return new UnsupportedLayerException("output '" + output
                + "' has no answer for each sample, since its first axis" + " is not the batch. Received: shape "
                + shape + ". In Java, KerasPort.predict answers whole batches");
    }

    /** A sample and its place in the batch. */
    public record Placed(int place, Row row) {}

    /** The outcome of one sample. */
    public sealed interface Outcome {
        /**
         * In the model's order, without the batch axis.
         *
         * @throws Keras4jException the engine's, where it refused this sample
         */
        List<Tensor> outputs();
    }

    private record Answered(List<Tensor> outputs) implements Outcome {}

    private record Refused(Keras4jException error) implements Outcome {
        @Override
        public List<Tensor> outputs() {
            throw error;
        }
    }

    /** Whether states last from batch to batch. */
    boolean keepsStates() {
        return keepStates;
    }

    /** How many samples go into one batch. */
    public int batchSize() {
        return batchSize;
    }

    /** Keras's {@code model.reset_states()}. */
    public void resetStates() {
        session.resetStates();
    }

    /** What a model takes, in its order. */
    public static List<InputSpec> inputs(KerasModel model) {
        List<InputSpec> inputs = new ArrayList<>();
        for (var ref : model.network().inputs()) {
            if (model.network().node(ref).layer() instanceof Core.InputLayer layer) {
                Shape shape = layer.shape();
                inputs.add(new InputSpec(
                        layer.name(), shape.slice(1, shape.rank()), layer.inputDtype(), layer.lastAxis()));
            }
        }
        return inputs;
    }

    /**
     * Answers the samples of one batch; those of equal shapes run together.
     *
     * @param places how many places are taken or left empty: the batch is no smaller
     * @return as many outcomes, in the same order
     */
    public List<Outcome> answer(List<Placed> samples, int places) {
        Map<Object, List<Integer>> byShape = new LinkedHashMap<>();
        for (int i = 0; i < samples.size(); i++) {
            byShape.computeIfAbsent(alone ? i : shapes(samples.get(i).row()), key -> new ArrayList<>())
                    .add(i);
        }
        Outcome[] outcomes = new Outcome[samples.size()];
        for (List<Integer> alike : byShape.values()) {
            try {
                run(samples, alike, places, outcomes);
            } catch (Keras4jException e) {
                // one sample makes the engine refuse its batch: each for itself, so that only the bad ones are lost
                for (int one : alike) {
                    try {
                        run(samples, List.of(one), places, outcomes);
                    } catch (Keras4jException its) {
                        outcomes[one] = new Refused(its);
                    }
                }
            }
        }
        return Arrays.asList(outcomes);
    }

    private void run(List<Placed> samples, List<Integer> alike, int places, Outcome[] outcomes) {
        List<Row> batch = new ArrayList<>(
                Collections.nCopies(sizeFor(places), samples.get(alike.get(0)).row()));
        for (int one : alike) {
            batch.set(samples.get(one).place(), samples.get(one).row());
        }
        List<Tensor> answers = run(batch);
        for (int i = 0; i < answers.size(); i++) {
            Shape shape = answers.get(i).shape();
            if (shape.rank() == 0 || shape.size(0) != batch.size()) {
                throw noAnswerOfASample(outputNames.get(i), shape);
            }
        }
        List<List<Tensor>> outputs = answers.stream().map(Tensor::unstack).toList();
        for (int one : alike) {
            int place = samples.get(one).place();
            outcomes[one] = new Answered(
                    outputs.size() == 1
                            ? List.of(outputs.get(0).get(place))
                            : outputs.stream().map(output -> output.get(place)).toList());
        }
    }

    /** The size of a batch with this many slots, used or empty. */
    int sizeFor(int places) {
        return fixedBatch != Shape.UNKNOWN || keepStates
                ? batchSize
                : Math.min(batchSize, (places + step - 1) / step * step);
    }

    private List<Tensor> run(List<Row> batch) {
        List<Tensor> inputs = new ArrayList<>();
        for (int input = 0; input < batch.get(0).inputs().size(); input++) {
            inputs.add(stack(batch, input));
        }
        return predict(inputs);
    }

    /** Answers a batch of {@link #sizeFor} samples, each in its place. */
    List<Tensor> predict(List<Tensor> batch) {
        if (!keepStates) {
            session.resetStates();
        }
        return session.predict(batch);
    }

    @Override
    public void close() {
        session.close();
    }

    private static List<Shape> shapes(Row row) {
        List<Tensor> inputs = row.inputs();
        return inputs.size() == 1
                ? List.of(inputs.get(0).shape())
                : inputs.stream().map(Tensor::shape).toList();
    }

    private static Tensor stack(List<Row> batch, int input) {
        Tensor first = batch.get(0).inputs().get(input);
        Shape shape = first.shape().prepend(batch.size());
        if (first.dtype() == DType.STRING) {
            return Tensor.concatenate(batch.stream()
                            .map(row -> row.inputs().get(input))
                            .map(one -> one.reshape(one.shape().prepend(1)))
                            .toList())
                    .reshape(shape);
        }
        if (first.dtype() == DType.FLOAT32) {
            float[] all = new float[shape.elements()];
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).inputs().get(input).copyTo(all, i * first.size());
            }
            return Tensor.wrap(shape, all);
        }
        double[] all = new double[shape.elements()];
        for (int i = 0; i < batch.size(); i++) {
            System.arraycopy(batch.get(i).inputs().get(input).toDoubles(), 0, all, i * first.size(), first.size());
        }
        return Tensor.wrap(shape, all).cast(first.dtype());
    }

    private static int fixedBatch(KerasModel model) {
        for (var ref : model.network().inputs()) {
            if (model.network().node(ref).layer() instanceof Core.InputLayer layer
                    && layer.shape().rank() > 0
                    && layer.shape().size(0) != Shape.UNKNOWN) {
                return layer.shape().size(0);
            }
        }
        return Shape.UNKNOWN;
    }
}
