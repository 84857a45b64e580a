package io.github.keras4j.model;

import java.util.List;

/** Normalizations. Axes count the batch axis and are never negative-normalised: -1 is the last. */
public sealed interface Normalizing extends Layer {
    /** Handles every layer of this family; an implementation does not compile until it handles a new one. */
    interface Visitor<R> {
        R batchNormalization(BatchNormalization layer);

        R sampleNormalization(SampleNormalization layer);

        R layerNormalization(LayerNormalization layer);

        R groupNormalization(GroupNormalization layer);

        R rmsNormalization(RmsNormalization layer);

        R unitNormalization(UnitNormalization layer);

        R layerScale(LayerScale layer);
    }

    /** Calls the visitor's method for this layer. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(Layer.Visitor<R> visitor) {
        return visitor.normalizing(this);
    }

    /**
     * Weights: gamma (with {@code scale}), beta (with {@code center}), moving_mean, moving_variance.
     *
     * @param perBatch false: by running averages (Keras 1's mode 0, and all later ones); true: by the batch's own mean
     *     and variance also in inference (Keras 1's mode 2)
     */
    record BatchNormalization(
            LayerInfo info,
            List<Integer> axis,
            double momentum,
            double epsilon,
            boolean center,
            boolean scale,
            boolean perBatch)
            implements Normalizing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.batchNormalization(this);
        }
    }

    /**
     * Keras 1's BatchNormalization of mode 1: each sample by its own mean and variance over the last axis, {@code
     * (x - mean) / (sqrt(variance + epsilon) + epsilon) * gamma + beta}, without running averages. Weights: gamma,
     * beta, moving_mean, moving_variance (the last two are stored and never used).
     */
    record SampleNormalization(LayerInfo info, double epsilon) implements Normalizing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sampleNormalization(this);
        }
    }

    /** Weights: gamma, beta, of the shape of the axes. {@code rmsScaling}: x / rms, no mean taken away. */
    record LayerNormalization(
            LayerInfo info, List<Integer> axis, double epsilon, boolean center, boolean scale, boolean rmsScaling)
            implements Normalizing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.layerNormalization(this);
        }
    }

    /**
     * Weights: gamma, beta (channels,).
     *
     * @param groups -1: one per channel
     * @param weighsByMask whether a mask weighs the numbers, which nothing here computes: a masked input is refused
     */
    record GroupNormalization(
            LayerInfo info, int groups, int axis, double epsilon, boolean center, boolean scale, boolean weighsByMask)
            implements Normalizing {
        /** Why a masked input is refused. */
        public static final String MASKED =
                "tf.keras weighs the numbers by a mask, which is not run: take the mask off before it";

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.groupNormalization(this);
        }
    }

    /** Keras 3. Weights: scale. */
    record RmsNormalization(LayerInfo info, List<Integer> axis, double epsilon) implements Normalizing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rmsNormalization(this);
        }
    }

    /** {@code x * gamma} of keras.applications' ConvNeXt. Weights: gamma (size,), for the last axis. */
    record LayerScale(LayerInfo info, int size) implements Normalizing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.layerScale(this);
        }
    }

    /** L2 norm over the axes becomes 1. */
    record UnitNormalization(LayerInfo info, List<Integer> axis) implements Normalizing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.unitNormalization(this);
        }
    }
}
