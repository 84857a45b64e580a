package io.github.keras4j.engine.dl4j.network;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** The states that Keras's stateful layers carry from call to call. */
public final class CarriedStates {
    private CarriedStates() {}

    static Layer[] layers(Model network) {
        return network instanceof MultiLayerNetwork chain
                ? chain.getLayers()
                : ((ComputationGraph) network).getLayers();
    }

    /** Makes {@code output} carry the states of layers that are stateful in Keras, as Keras's {@code predict} does. */
    public static void carry(Model network) {
        for (Layer layer : layers(network)) {
            if (layer instanceof RunningLayer running) {
                running.setCarries(running.isStateful());
            }
        }
    }

    /** Makes {@code output} begin with zeros again, as DL4J's users know it. */
    public static void leave(Model network) {
        for (Layer layer : layers(network)) {
            if (layer instanceof RunningLayer running) {
                running.setCarries(false);
            }
        }
        reset(network);
    }

    /** Back to zeros. */
    public static void reset(Model network) {
        for (Layer layer : layers(network)) {
            if (layer instanceof RunningLayer running) {
                running.states.clear();
            }
        }
    }
}
