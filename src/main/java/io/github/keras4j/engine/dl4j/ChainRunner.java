package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.dl4j.network.CarriedStates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A MultiLayerNetwork. */
final class ChainRunner implements Runner {
    private final MultiLayerNetwork network;

    ChainRunner(MultiLayerNetwork network) {
        this.network = network;
    }

    @Override
    public Model network() {
        return network;
    }

    @Override
    public List<INDArray> run(List<INDArray> inputs) {
        return List.of(network.output(inputs.get(0), false));
    }

    @Override
    public Map<String, INDArray> layers(List<INDArray> inputs) {
        Map<String, INDArray> layers = new LinkedHashMap<>();
        List<INDArray> activations = network.feedForward(inputs.get(0), false);
        for (int i = 0; i < network.getnLayers(); i++) {
            layers.put(nameOf(network.getLayer(i)), activations.get(i + 1));
        }
        return layers;
    }

    @Override
    public void resetStates() {
        CarriedStates.reset(network);
        network.rnnClearPreviousState();
    }

    private static String nameOf(Layer layer) {
        return layer.conf().getLayer().getLayerName();
    }
}
