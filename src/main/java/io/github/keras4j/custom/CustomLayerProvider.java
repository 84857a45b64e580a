package io.github.keras4j.custom;

import java.util.Optional;

/**
 * Has the Java of layers that Keras itself does not have. Given to {@code LoadOptions}, or found by
 * {@link java.util.ServiceLoader}: name the class in {@code META-INF/services/io.github.keras4j.custom.CustomLayerProvider}
 * of a jar on the class path. Layers of Keras's own classes are never asked for.
 */
@FunctionalInterface
public interface CustomLayerProvider {
    /**
     * The layer's code; empty for layers of others.
     *
     * @param layer of a Lambda or of a class that is not Keras's own
     * @throws IllegalArgumentException for options that the code does not take; the message refuses the layer
     */
    Optional<CustomLayer> find(LayerDescription layer);
}
