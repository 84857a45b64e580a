package io.github.keras4j.model;

import java.util.List;

/** Normalizations. Axes count the batch axis and are never negative-normalised: -1 is the last. */
public sealed interface Normalizing extends Layer {
    /**
     * Weights: gamma (with {@code scale}), beta (with {@code center}), moving_mean, moving_variance.
     *
     * @param perBatch Keras 1's modes 1 (false: feature-wise by running averages, mode 0; true: the batch's own
     *     mean and variance also in inference, modes 1)
     */
    record BatchNormalization(
            LayerInfo info,
            List<Integer> axis,
            double momentum,
            double epsilon,
            boolean center,
            boolean scale,
            boolean perBatch)
            implements Normalizing {}

    /** Weights: gamma, beta, of the shape of the axes. {@code rmsScaling}: x / rms, no mean taken away. */
    record LayerNormalization(
            LayerInfo info, List<Integer> axis, double epsilon, boolean center, boolean scale, boolean rmsScaling)
            implements Normalizing {}

    /** Weights: gamma, beta (channels,). {@code groups} -1: one per channel. */
    record GroupNormalization(LayerInfo info, int groups, int axis, double epsilon, boolean center, boolean scale)
            implements Normalizing {}

    /** Keras 3. Weights: scale. */
    record RmsNormalization(LayerInfo info, List<Integer> axis, double epsilon) implements Normalizing {}

    /** L2 norm over the axes becomes 1. */
    record UnitNormalization(LayerInfo info, List<Integer> axis) implements Normalizing {}
}
