package io.github.keras4j.predict;

import io.github.keras4j.KerasPort;
import io.github.keras4j.data.InputSpec;
import io.github.keras4j.data.Row;
import io.github.keras4j.engine.Session;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Runs samples in batches on one session. */
public final class Rows implements AutoCloseable {
    private final KerasModel model;
    private final Session session;
    private final boolean keepStates;
    private final int batchSize;
    /** The batch that the model was built for; {@link Shape#UNKNOWN} where any will do. */
    private final int fixedBatch;

    /**
     * @param batchSize how many samples go into one batch; a model built for a fixed batch takes that, and a kept
     *     state belongs to one sample
     * @param keepStates whether states last from batch to batch
     */
    public Rows(KerasPort port, int batchSize, boolean keepStates) {
        this.model = port.model();
        this.session = port.openSession();
        this.keepStates = keepStates;
        this.fixedBatch = fixedBatch(model);
        this.batchSize = keepStates ? 1 : fixedBatch == Shape.UNKNOWN ? batchSize : fixedBatch;
    }

    /** How many samples go into one batch. */
    public int batchSize() {
        return batchSize;
    }

    /** Keras's {@code model.reset_states()}. */
    public void resetStates() {
        session.resetStates();
    }

    /** What the model takes, in its order. */
    public List<InputSpec> inputs() {
        List<InputSpec> inputs = new ArrayList<>();
        for (var ref : model.network().inputs()) {
            if (model.network().node(ref).layer() instanceof Core.InputLayer layer) {
                Shape shape = layer.shape();
                inputs.add(new InputSpec(layer.name(), shape.slice(1, shape.rank()), layer.inputDtype()));
            }
        }
        return inputs;
    }

    /** Of the model, in its order. */
    public List<String> outputNames() {
        return model.network().outputNames();
    }

    /**
     * The answers of one batch.
     *
     * @param rows at most {@link #batchSize} of them, of equal shapes
     * @return for each row its outputs in the model's order, without the batch axis
     */
    public List<List<Tensor>> predict(List<Row> rows) {
        List<Tensor> outputs = run(rows);
        List<List<Tensor>> answers = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            int row = i;
            answers.add(outputs.stream().map(output -> row(output, row)).toList());
        }
        return answers;
    }

    /**
     * The outputs of one whole batch, in which every row has a place that depends on nothing else, so that its answer
     * does not depend on the others to the last bit: the kernels for one row, for six and for the rest may round
     * otherwise.
     *
     * @param rows {@link #batchSize} of them for that, of equal shapes
     * @return in the model's order, each {@code [batch, ...]}
     */
    List<Tensor> run(List<Row> rows) {
        // a model built for a fixed batch takes no other: copies of the last row fill it up
        List<Row> places = new ArrayList<>(rows);
        while (fixedBatch != Shape.UNKNOWN && places.size() < fixedBatch) {
            places.add(rows.get(rows.size() - 1));
        }
        if (!keepStates) {
            session.resetStates();
        }
        List<Tensor> inputs = new ArrayList<>();
        for (int input = 0; input < places.get(0).inputs().size(); input++) {
            List<Tensor> samples = new ArrayList<>(places.size());
            for (Row row : places) {
                samples.add(row.inputs().get(input));
            }
            inputs.add(stack(samples));
        }
        return session.predict(inputs);
    }

    @Override
    public void close() {
        session.close();
    }

    static Tensor row(Tensor batch, int row) {
        Shape shape = batch.shape();
        return batch.rows(row, row + 1).reshape(shape.slice(1, shape.rank()));
    }

    private static Tensor stack(List<Tensor> samples) {
        Tensor first = samples.get(0);
        Shape shape = first.shape().prepend(samples.size());
        if (first.dtype() == DType.FLOAT32) {
            float[] all = new float[shape.elements()];
            for (int i = 0; i < samples.size(); i++) {
                samples.get(i).copyTo(all, i * first.size());
            }
            return Tensor.wrap(shape, all);
        }
        double[] all = new double[shape.elements()];
        for (int i = 0; i < samples.size(); i++) {
            System.arraycopy(samples.get(i).toDoubles(), 0, all, i * first.size(), first.size());
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
