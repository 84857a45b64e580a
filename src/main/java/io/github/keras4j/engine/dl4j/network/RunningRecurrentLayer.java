package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.engine.dl4j.arrays.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A recurrent one. {@code rnnTimeStep} keeps its states for the next call, as Keras's {@code stateful} does; {@code
 * output} begins anew.
 */
final class RunningRecurrentLayer extends RunningLayer implements RecurrentLayer {
    private static final long serialVersionUID = 1L;

    RunningRecurrentLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    @Override
    public INDArray rnnTimeStep(INDArray x, LayerWorkspaceMgr workspaces) {
        input = x;
        return forward(given(), false, true).get(0).data();
    }

    private static Map<String, INDArray> flat(Map<String, List<INDArray>> states) {
        Map<String, INDArray> flat = new HashMap<>();
        states.forEach((layer, arrays) -> {
            for (int i = 0; i < arrays.size(); i++) {
                flat.put(layer + "#" + i, arrays.get(i));
            }
        });
        return flat;
    }

    @Override
    public Map<String, INDArray> rnnGetPreviousState() {
        return flat(states);
    }

    @Override
    public void rnnSetPreviousState(Map<String, INDArray> changed) {
        states.clear();
        changed.keySet().stream()
                .map(key -> key.substring(0, key.lastIndexOf('#')))
                .distinct()
                .forEach(layer -> {
                    List<INDArray> arrays = new java.util.ArrayList<>();
                    for (int i = 0; changed.containsKey(layer + "#" + i); i++) {
                        arrays.add(changed.get(layer + "#" + i));
                    }
                    states.put(layer, arrays);
                });
    }

    @Override
    public void rnnClearPreviousState() {
        states.clear();
    }

    @Override
    public INDArray rnnActivateUsingStoredState(
            INDArray x, boolean training, boolean store, LayerWorkspaceMgr workspaces) {
        return forward(List.of(Value.of(x)), training, true).get(0).data();
    }

    @Override
    public Map<String, INDArray> rnnGetTBPTTState() {
        return rnnGetPreviousState();
    }

    @Override
    public void rnnSetTBPTTState(Map<String, INDArray> state) {
        rnnSetPreviousState(state);
    }

    @Override
    public Pair<Gradient, INDArray> tbpttBackpropGradient(INDArray epsilon, int length, LayerWorkspaceMgr workspaces) {
        return backpropGradient(epsilon, workspaces);
    }
}
