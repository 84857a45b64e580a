package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.errors.Keras4jException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network of keras4j's layers that DL4J trains.
 *
 * @param network a chain or a graph
 */
public record TrainedNetwork(Model network) {
    /** The same in another precision. */
    public TrainedNetwork in(DataType type) {
        if (network instanceof MultiLayerNetwork chain) {
            return new TrainedNetwork(chain.convertDataType(type));
        }
        return new TrainedNetwork(((ComputationGraph) network).convertDataType(type));
    }

    /** {@return all weights as DL4J holds them} */
    public INDArray params() {
        return network.params();
    }

    /** {@return the optimizer's memory} */
    public INDArray state() {
        return network instanceof MultiLayerNetwork chain
                ? chain.getUpdater().getStateViewArray()
                : ((ComputationGraph) network).getUpdater().getStateViewArray();
    }

    /** How many updates there were. */
    public int iterations() {
        return network instanceof MultiLayerNetwork chain
                ? chain.getLayerWiseConfigurations().getIterationCount()
                : ((ComputationGraph) network).getConfiguration().getIterationCount();
    }

    /** Goes on from that many. */
    public void setIterations(int count) {
        if (network instanceof MultiLayerNetwork chain) {
            chain.getLayerWiseConfigurations().setIterationCount(count);
        } else {
            ((ComputationGraph) network).getConfiguration().setIterationCount(count);
        }
    }

    /** One update by DL4J's {@code fit}; the loss before it. */
    public double fit(INDArray[] x, INDArray[] y) {
        if (network instanceof MultiLayerNetwork chain) {
            chain.fit(x[0], y[0]);
            return chain.score();
        }
        ComputationGraph graph = (ComputationGraph) network;
        graph.fit(x, y);
        return graph.score();
    }

    /** What it answers in inference. */
    public INDArray[] output(INDArray[] x) {
        return network instanceof MultiLayerNetwork chain
                ? new INDArray[] {chain.output(x[0], false)}
                : ((ComputationGraph) network).output(false, x);
    }

    /** The layer's weights by their path within it; views that can be written. */
    public Map<String, INDArray> weights(String layer) {
        Layer found = network instanceof MultiLayerNetwork chain
                ? chain.getLayer(layer)
                : ((ComputationGraph) network).getLayer(layer);
        if (!(found instanceof RunningLayer running)) {
            throw new Keras4jException("The network has no layer of keras4j's by this name. Received: " + layer);
        }
        Map<String, INDArray> weights = new LinkedHashMap<>();
        running.call().parameters().forEach(each -> weights.put(each.path(), running.getParam(each.name())));
        return weights;
    }

    /** The share of the last batch's answers that were right, for each output. */
    public List<Double> accuracies() {
        List<Double> shares = new ArrayList<>();
        if (network instanceof MultiLayerNetwork chain) {
            shares.add(((RunningHead) chain.getOutputLayer()).right());
        } else {
            ComputationGraph graph = (ComputationGraph) network;
            for (int i = 0; i < graph.getNumOutputArrays(); i++) {
                shares.add(((RunningHead) graph.getOutputLayer(i)).right());
            }
        }
        return shares;
    }
}
