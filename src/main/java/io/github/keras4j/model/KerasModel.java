package io.github.keras4j.model;

import java.util.Optional;

/**
 * One trained Keras model in canonical form: every generation's spelling, default and weight layout resolved into
 * that of Keras 2.3 and later. Immutable; what engines run.
 *
 * @param provenance who wrote it
 * @param network layers and how they are connected
 * @param weights all weights; the children are named as the network's layers
 * @param training loss, optimizer and its state, where the model was saved compiled
 */
public record KerasModel(
        Provenance provenance, Network network, Weights weights, Optional<TrainingConfiguration> training) {
    /** {@return the network's name} */
    public String name() {
        return network.name();
    }

    /** The same model with other weights, as after training. */
    public KerasModel withWeights(Weights changed) {
        return new KerasModel(provenance, network, changed, training);
    }
}
