package io.github.keras4j.model;

import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** Preprocessing layers. */
public sealed interface Preprocessing extends Layer {
    /** Handles every layer of this family; an implementation does not compile until it handles a new one. */
    interface Visitor<R> {
        R rescaling(Rescaling layer);

        R normalization(Normalization layer);

        R categoryEncoding(CategoryEncoding layer);

        R discretization(Discretization layer);

        R resizing(Resizing layer);

        R centerCrop(CenterCrop layer);

        R autoContrast(AutoContrast layer);
    }

    /** Calls the visitor's method for this layer. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(Layer.Visitor<R> visitor) {
        return visitor.preprocessing(this);
    }

    /**
     * x * scale + offset; each a scalar or one number per channel (last axis).
     *
     * @param passesMask whether its output has its input's mask: tf.keras's does not support masking
     *     (layers/preprocessing/image_preprocessing.py 2.15), Keras 3's does
     */
    record Rescaling(LayerInfo info, Tensor scale, Tensor offset, boolean passesMask) implements Preprocessing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rescaling(this);
        }
    }

    /**
     * (x - mean) / max(sqrt(variance), 1e-7). Mean and variance from the configuration where given there, else
     * weights {@code mean} and {@code variance}. {@code invert} turns it round.
     *
     * @param passesMask whether its output has its input's mask, as with Rescaling
     */
    record Normalization(
            LayerInfo info,
            List<Integer> axis,
            Optional<Tensor> mean,
            Optional<Tensor> variance,
            boolean invert,
            boolean passesMask)
            implements Preprocessing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.normalization(this);
        }
    }

    /** Output mode {@code int}, {@code one_hot}, {@code multi_hot} or {@code count}. */
    record CategoryEncoding(LayerInfo info, int numTokens, String outputMode) implements Preprocessing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.categoryEncoding(this);
        }
    }

    /** The index of the bin, from 0, between ascending boundaries. Output modes as {@link CategoryEncoding}. */
    record Discretization(LayerInfo info, List<Double> binBoundaries, String outputMode) implements Preprocessing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.discretization(this);
        }
    }

    /** How an image of another ratio than the target's becomes one of its size. */
    enum Fit {
        /** Its whole becomes the whole. */
        STRETCH,
        /** Its largest middle part of the target's ratio does. */
        CROP,
        /** It gets borders first. */
        PAD
    }

    /**
     * Images to {@code height} times {@code width}, by the interpolation that Keras names.
     *
     * @param fillValue what borders hold
     * @param antialias whether kernels widen where the image shrinks
     */
    record Resizing(
            LayerInfo info,
            int height,
            int width,
            String interpolation,
            SamplingGrid grid,
            Fit fit,
            double fillValue,
            boolean antialias,
            boolean channelsFirst)
            implements Preprocessing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.resizing(this);
        }
    }

    /**
     * Keras 3. Stretches each channel so that its least value becomes {@code low} and its greatest {@code high}; a
     * channel of one value stays.
     */
    record AutoContrast(LayerInfo info, double low, double high) implements Preprocessing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.autoContrast(this);
        }
    }

    /** The middle of an image. */
    record CenterCrop(LayerInfo info, int height, int width, boolean channelsFirst) implements Preprocessing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.centerCrop(this);
        }
    }
}
