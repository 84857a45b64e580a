package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.dl4j.network.CarriedStates;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Runs a MultiLayerNetwork. With stateful layers it calls the layers itself: MultiLayerNetwork's {@code rnnTimeStep}
 * skips a recurrent layer inside LastTimeStep, which the importer makes for return_sequences=False, and so loses its
 * state.
 */
final class ChainRunner implements Runner {
    private final MultiLayerNetwork network;
    private final Set<String> stateful;

    ChainRunner(MultiLayerNetwork network, Set<String> stateful) {
        this.network = network;
        this.stateful = stateful;
    }

    @Override
    public Model network() {
        return network;
    }

    @Override
    public List<INDArray> run(List<INDArray> inputs) {
        if (stateful.isEmpty()) {
            return List.of(network.output(inputs.get(0), false));
        }
        return List.of(walk(inputs.get(0), new HashMap<>()));
    }

    @Override
    public Map<String, INDArray> layers(List<INDArray> inputs) {
        Map<String, INDArray> layers = new LinkedHashMap<>();
        if (!stateful.isEmpty()) {
            walk(inputs.get(0), layers);
            return layers;
        }
        List<INDArray> activations = network.feedForward(inputs.get(0), false);
        for (int i = 0; i < network.getnLayers(); i++) {
            layers.put(nameOf(network.getLayer(i)), activations.get(i + 1));
        }
        return layers;
    }

    @Override
    public void resetStates() {
        CarriedStates.reset(network);
        for (Layer layer : network.getLayers()) {
            if (unwrapped(layer) instanceof BaseRecurrentLayer<?> recurrent) {
                recurrent.rnnClearPreviousState();
            }
        }
    }

    private INDArray walk(INDArray input, Map<String, INDArray> layers) {
        INDArray value = input;
        int batch = (int) input.size(0);
        for (int i = 0; i < network.getnLayers(); i++) {
            InputPreProcessor before = network.getLayerWiseConfigurations().getInputPreProcess(i);
            if (before != null) {
                value = before.preProcess(value, batch, LayerWorkspaceMgr.noWorkspaces());
            }
            Layer layer = network.getLayer(i);
            value = stateful.contains(nameOf(layer))
                    ? carryingState(layer, value)
                    : layer.activate(value, false, LayerWorkspaceMgr.noWorkspaces());
            layers.put(nameOf(layer), value);
        }
        return value;
    }

    private static INDArray carryingState(Layer layer, INDArray input) {
        BaseRecurrentLayer<?> recurrent = (BaseRecurrentLayer<?>) unwrapped(layer);
        INDArray all = recurrent.rnnTimeStep(input, LayerWorkspaceMgr.noWorkspaces());
        INDArray last = all.get(NDArrayIndex.all(), NDArrayIndex.point(all.size(1) - 1), NDArrayIndex.all());
        Map<String, INDArray> states = recurrent.rnnGetPreviousState();
        if (states.size() == 1) {
            // SimpleRnn keeps the last feature instead of the last step of [batch, steps, features]
            states.replaceAll((name, state) -> last.dup());
            recurrent.rnnSetPreviousState(states);
        }
        return layer instanceof LastTimeStepLayer ? last : all;
    }

    private static Layer unwrapped(Layer layer) {
        return layer instanceof BaseWrapperLayer wrapper ? wrapper.getUnderlying() : layer;
    }

    private static String nameOf(Layer layer) {
        return layer.conf().getLayer().getLayerName();
    }
}
