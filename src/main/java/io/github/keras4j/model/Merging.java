package io.github.keras4j.model;

import java.util.List;

/** Layers that join several inputs. */
public sealed interface Merging extends Layer {
    /** Element by element, with numpy's broadcasting. */
    enum Operation {
        ADD,
        SUBTRACT,
        MULTIPLY,
        AVERAGE,
        MAXIMUM,
        MINIMUM
    }

    record Elementwise(LayerInfo info, Operation operation) implements Merging {}

    /** Axis counts the batch axis. */
    record Concatenate(LayerInfo info, int axis) implements Merging {}

    /** Axes count the batch axis: one of the first input, one of the second. */
    record Dot(LayerInfo info, List<Integer> axes, boolean normalize, DotStyle style) implements Merging {}

    /** Generations differ in Dot's output shape: Keras 1's cosine keeps an axis of size 1. */
    enum DotStyle {
        DOT,
        KERAS_1_DOT,
        KERAS_1_COSINE
    }
}
