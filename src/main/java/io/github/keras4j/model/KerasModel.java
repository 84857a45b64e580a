package io.github.keras4j.model;

import java.util.Optional;

/**
 * A trained Keras model in canonical form, which engines run: names, defaults and weight layouts of all generations are
 * turned into those of Keras 2.3 and later. Immutable.
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
