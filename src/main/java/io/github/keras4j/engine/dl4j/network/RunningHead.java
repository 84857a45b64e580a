package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.engine.dl4j.arrays.Tape;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.engine.dl4j.layers.Losses;
import io.github.keras4j.model.training.Loss;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** A {@link CanonicalHead} in a network. */
final class RunningHead extends RunningLayer implements IOutputLayer {
    private static final long serialVersionUID = 1L;

    private final HeadNotes notes;
    private @Nullable INDArray labels;
    private @Nullable INDArray given;
    private double loss;
    private double right;

    RunningHead(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        notes = ((CanonicalHead) layerConf()).notes();
    }

    /** The share of the last batch's answers that were right. */
    double right() {
        return right;
    }

    /** The gradient of the loss. @param x what the head is called on, with its mask */
    INDArray lossBackward(Value x) {
        INDArray target = Objects.requireNonNull(labels);
        Value z = Value.variable(x.data()).withMask(x.mask());
        Value p = forward(List.of(Value.of(x.data())), false).get(0);
        given = p.data();
        Value value = Losses.of(notes.loss(), notes.fromLogits(), z, target, x.mask());
        loss = value.data().sumNumber().doubleValue();
        right = share(notes.loss(), p.data(), target);
        Tape.back(List.of(value), List.of(Nd4j.ones(value.data().dataType(), value.shape())));
        return Objects.requireNonNull(z.tape()).taken();
    }

    /** Keras's categorical or binary accuracy. */
    private static double share(Loss loss, INDArray p, INDArray target) {
        int cols = (int) p.size(p.rank() - 1);
        double[] answers = p.dup('c').data().asDouble();
        double[] wanted = target.dup('c').data().asDouble();
        boolean binary = cols == 1 || loss.kind() == Loss.Kind.BINARY_CROSSENTROPY;
        boolean sparse = loss.kind() == Loss.Kind.SPARSE_CATEGORICAL_CROSSENTROPY;
        int count = binary ? answers.length : answers.length / cols;
        int right = 0;
        for (int i = 0; i < count; i++) {
            boolean same = binary
                    ? answers[i] > 0.5 == wanted[i] > 0.5
                    : largest(answers, i * cols, cols) == (sparse ? (int) wanted[i] : largest(wanted, i * cols, cols));
            right += same ? 1 : 0;
        }
        return (double) right / count;
    }

    private static int largest(double[] values, int at, int cols) {
        int best = 0;
        for (int i = 1; i < cols; i++) {
            if (values[at + i] > values[at + best]) {
                best = i;
            }
        }
        return best;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        return new Pair<>(new DefaultGradient(), lossBackward(Value.of(input)));
    }

    @Override
    public boolean needsLabels() {
        return true;
    }

    @Override
    public void setLabels(INDArray changed) {
        labels = changed;
    }

    @Override
    public @Nullable INDArray getLabels() {
        return labels;
    }

    /** DL4J asks right after the way back, before the weights are changed. */
    @Override
    public double computeScore(double penalties, boolean training, LayerWorkspaceMgr workspaces) {
        if (given == null) {
            lossBackward(Value.of(input));
        }
        given = null;
        return loss + penalties;
    }

    @Override
    public INDArray computeScoreForExamples(double penalties, LayerWorkspaceMgr workspaces) {
        throw new UnsupportedOperationException("The loss is a mean over the batch");
    }

    @Override
    public double f1Score(DataSet data) {
        throw new UnsupportedOperationException("Ask the network");
    }

    @Override
    public double f1Score(INDArray examples, INDArray wanted) {
        throw new UnsupportedOperationException("Ask the network");
    }

    @Override
    public int numLabels() {
        return labels == null ? 0 : (int) labels.size(labels.rank() - 1);
    }

    @Override
    public void fit(DataSetIterator iterator) {
        throw new UnsupportedOperationException("Fit the network");
    }

    @Override
    public int[] predict(INDArray examples) {
        throw new UnsupportedOperationException("Ask the network");
    }

    @Override
    public List<String> predict(DataSet data) {
        throw new UnsupportedOperationException("Ask the network");
    }

    @Override
    public void fit(INDArray examples, INDArray wanted) {
        throw new UnsupportedOperationException("Fit the network");
    }

    @Override
    public void fit(DataSet data) {
        throw new UnsupportedOperationException("Fit the network");
    }

    @Override
    public void fit(INDArray examples, int[] wanted) {
        throw new UnsupportedOperationException("Fit the network");
    }
}
