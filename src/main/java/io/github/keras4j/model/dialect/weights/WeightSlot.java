package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.tensor.Shape;

/**
 * An array that a layer has.
 *
 * @param path canonical, {@code kernel} or {@code forward/kernel}
 * @param shape open where the layer's input is not known
 * @param trainable whether it is one of Keras's trainable weights while the layer is trainable
 */
record WeightSlot(String path, Shape shape, boolean trainable) {
    WeightSlot(String path, int... sizes) {
        this(path, Shape.of(sizes), true);
    }

    static WeightSlot fixed(String path, int... sizes) {
        return new WeightSlot(path, Shape.of(sizes), false);
    }

    WeightSlot under(String prefix) {
        return new WeightSlot(prefix + path, shape, trainable);
    }
}
