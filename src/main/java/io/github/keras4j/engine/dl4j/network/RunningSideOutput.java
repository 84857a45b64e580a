package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.errors.Keras4jException;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A {@link SideOutput} in a graph. */
final class RunningSideOutput extends BaseGraphVertex implements MaskedVertex {
    private final int output;

    RunningSideOutput(ComputationGraph graph, String name, int index, int output, DataType type) {
        super(graph, name, index, null, null, type);
        this.output = output;
    }

    private RunningVertex source() {
        return (RunningVertex) graph.getVertices()[inputVertices[0].getVertexIndex()];
    }

    private Value value() {
        List<Value> outputs = source().running().outputs();
        if (output >= outputs.size()) {
            throw new Keras4jException(
                    "Layer '" + source().running().call().layer().name()
                            + "' does not give an output that is asked of it. Received: output " + output
                            + ", counted from 0; it gives " + outputs.size());
        }
        return outputs.get(output);
    }

    @Override
    public @Nullable INDArray mask() {
        return value().mask();
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        return workspaces.leverageTo(ArrayType.ACTIVATIONS, value().data());
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        if (epsilon != null) {
            source().addSideEpsilon(output, epsilon);
        }
        return new Pair<>(null, new INDArray[] {inputs[0].ulike().assign(0)});
    }

    @Override
    public boolean canDoBackward() {
        return true;
    }

    @Override
    public boolean hasLayer() {
        return false;
    }

    @Override
    public @Nullable Layer getLayer() {
        return null;
    }

    @Override
    public void setBackpropGradientsViewArray(@Nullable INDArray view) {
        // it has no weights
    }

    @Override
    public @Nullable Pair<INDArray, MaskState> feedForwardMaskArrays(
            INDArray[] masks, MaskState state, int minibatchSize) {
        return null;
    }

    @Override
    public String toString() {
        return "SideOutput(output=" + output + ")";
    }
}
