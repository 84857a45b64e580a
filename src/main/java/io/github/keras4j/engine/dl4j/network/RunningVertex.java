package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.engine.dl4j.arrays.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@link CanonicalVertex} in a graph. DL4J hands one array from vertex to vertex; the masks beside it, and further
 * outputs, are asked of the vertex that made them.
 */
final class RunningVertex extends LayerVertex implements MaskedVertex {
    private final RunningLayer running;
    private final Map<Integer, INDArray> sideEpsilons = new HashMap<>();

    RunningVertex(ComputationGraph graph, String name, int index, RunningLayer layer, boolean output, DataType type) {
        super(graph, name, index, layer, null, output, type);
        running = layer;
        layer.setVertex(this);
    }

    RunningLayer running() {
        return running;
    }

    @Override
    public void setInput(int number, INDArray input, LayerWorkspaceMgr workspaces) {
        inputs[number] = input;
        if (number == 0) {
            running.setInput(input, workspaces);
        }
    }

    /** The inputs with the masks that lie beside them. */
    List<Value> given() {
        List<Value> given = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            given.add(Value.of(inputs[i]).withMask(maskBeside(graph, inputVertices[i])));
        }
        return given;
    }

    static @Nullable INDArray maskBeside(ComputationGraph graph, VertexIndices from) {
        GraphVertex source = graph.getVertices()[from.getVertexIndex()];
        return source instanceof MaskedVertex masked ? masked.mask() : null;
    }

    @Override
    public @Nullable INDArray mask() {
        return running.outputs().isEmpty() ? null : running.outputs().get(0).mask();
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        sideEpsilons.clear();
        INDArray y = running.forward(given(), training).get(0).data();
        return workspaces.leverageTo(ArrayType.ACTIVATIONS, y);
    }

    /** A gradient that came back to a further output. */
    void addSideEpsilon(int output, INDArray gradient) {
        sideEpsilons.merge(output, gradient, INDArray::add);
    }

    @Override
    public boolean canDoBackward() {
        return true;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        if (running instanceof RunningHead head) {
            return new Pair<>(new DefaultGradient(), new INDArray[] {head.lossBackward()});
        }
        List<INDArray> epsilons = new ArrayList<>();
        List<Value> outputs = running.outputs();
        for (int i = 0; i < outputs.size(); i++) {
            INDArray known = i == 0 ? epsilon : sideEpsilons.get(i);
            epsilons.add(known == null ? outputs.get(i).data().ulike().assign(0) : known);
        }
        return running.backward(epsilons);
    }

    /** Keras's masks go their own way. */
    @Override
    public @Nullable Pair<INDArray, MaskState> feedForwardMaskArrays(
            INDArray[] masks, MaskState state, int minibatchSize) {
        return null;
    }
}
