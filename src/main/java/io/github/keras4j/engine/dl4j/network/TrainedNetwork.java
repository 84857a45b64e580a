package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.errors.Keras4jException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;

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

    /** The loss of a batch in inference mode. */
    public double score(INDArray[] x, INDArray[] y) {
        return network instanceof MultiLayerNetwork chain
                ? chain.score(new DataSet(x[0], y[0]), false)
                : ((ComputationGraph) network).score(new MultiDataSet(x, y), false);
    }

    /** What the network answered to the last batch that it was fitted to or scored on. */
    public INDArray[] answers() {
        if (network instanceof MultiLayerNetwork chain) {
            return new INDArray[] {((RunningHead) chain.getOutputLayer()).answers()};
        }
        ComputationGraph graph = (ComputationGraph) network;
        INDArray[] answers = new INDArray[graph.getNumOutputArrays()];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = ((RunningHead) graph.getOutputLayer(i)).answers();
        }
        return answers;
    }

    private List<KerasUpdater> updaters() {
        List<KerasUpdater> updaters = new ArrayList<>();
        for (Layer layer : CarriedStates.layers(network)) {
            if (layer.conf().getLayer() instanceof CanonicalLayer own
                    && own.getIUpdater() instanceof KerasUpdater updater) {
                updaters.add(updater);
            }
        }
        return updaters;
    }

    /** The learning rate that was set; empty while it is the compiled one. */
    public Optional<Double> learningRate() {
        return updaters().stream().findFirst().flatMap(KerasUpdater::rate);
    }

    /** Sets it, as Keras's callbacks do. */
    public void setLearningRate(double rate) {
        updaters().forEach(updater -> updater.setLrAndSchedule(rate, null));
    }
}
