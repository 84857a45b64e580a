package io.github.keras4j.model;

import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** Preprocessing layers. */
public sealed interface Preprocessing extends Layer {
    /** x * scale + offset; each a scalar or one number per channel (last axis). */
    record Rescaling(LayerInfo info, Tensor scale, Tensor offset) implements Preprocessing {}

    /**
     * (x - mean) / max(sqrt(variance), 1e-7). Mean and variance from the configuration where given there, else
     * weights {@code mean} and {@code variance}. {@code invert} turns it round.
     */
    record Normalization(
            LayerInfo info, List<Integer> axis, Optional<Tensor> mean, Optional<Tensor> variance, boolean invert)
            implements Preprocessing {}

    /** Output mode {@code int}, {@code one_hot}, {@code multi_hot} or {@code count}. */
    record CategoryEncoding(LayerInfo info, int numTokens, String outputMode) implements Preprocessing {}

    record Discretization(LayerInfo info, List<Double> binBoundaries, String outputMode) implements Preprocessing {}

    record Resizing(
            LayerInfo info,
            int height,
            int width,
            String interpolation,
            boolean cropToAspectRatio,
            boolean channelsFirst)
            implements Preprocessing {}

    record CenterCrop(LayerInfo info, int height, int width, boolean channelsFirst) implements Preprocessing {}
}
