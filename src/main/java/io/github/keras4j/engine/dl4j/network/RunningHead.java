package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.engine.dl4j.arrays.Tape;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.engine.dl4j.layers.Losses;
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
    private @Nullable INDArray answers;
    private double loss;
    /** Whether the loss is that of the labels, which the way back has computed. */
    private boolean known;

    RunningHead(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        notes = ((CanonicalHead) layerConf()).notes();
    }

    /** What it answered to the last batch. */
    INDArray answers() {
        return Objects.requireNonNull(answers);
    }

    /** The gradient of the loss. */
    INDArray lossBackward() {
        Value x = given().get(0);
        Value z = Value.variable(x.data()).withMask(x.mask());
        answers = forward(List.of(x), false).get(0).data();
        Value value = Losses.of(notes.loss(), notes.fromLogits(), z, Objects.requireNonNull(labels), x.mask());
        loss = value.data().sumNumber().doubleValue();
        known = true;
        Tape.back(List.of(value), List.of(Nd4j.ones(value.data().dataType(), value.shape())));
        return Objects.requireNonNull(z.tape()).taken();
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        return new Pair<>(new DefaultGradient(), lossBackward());
    }

    @Override
    public boolean needsLabels() {
        return true;
    }

    @Override
    public void setLabels(INDArray changed) {
        labels = changed;
        known = false;
    }

    @Override
    public @Nullable INDArray getLabels() {
        return labels;
    }

    /** DL4J asks right after the way back, before the weights are changed. */
    @Override
    public double computeScore(double penalties, boolean training, LayerWorkspaceMgr workspaces) {
        if (!known) {
            lossBackward();
        }
        known = false;
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
