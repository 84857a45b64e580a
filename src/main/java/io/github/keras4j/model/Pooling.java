package io.github.keras4j.model;

import java.util.List;

/** Pooling of rank 1 to 3; lists have one number per spatial axis. */
public sealed interface Pooling extends Layer {
    /** Handles every layer of this family; an implementation does not compile until it handles a new one. */
    interface Visitor<R> {
        R pool(Pool layer);

        R globalPool(GlobalPool layer);

        R adaptivePool(AdaptivePool layer);
    }

    /** Calls the visitor's method for this layer. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(Layer.Visitor<R> visitor) {
        return visitor.pooling(this);
    }

    /** How a window is reduced. An average ignores padded positions. */
    enum Reduction {
        /** The greatest value. */
        MAX,
        /** The mean. */
        AVERAGE
    }

    /** MaxPooling and AveragePooling of 1D, 2D and 3D. */
    record Pool(
            LayerInfo info,
            Reduction reduction,
            List<Integer> poolSize,
            List<Integer> strides,
            Padding padding,
            boolean channelsFirst)
            implements Pooling {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.pool(this);
        }
    }

    /**
     * Over all spatial axes.
     *
     * @param rank number of spatial axes
     * @param skipsMasked whether masked steps are left out: the average over steps does so from Keras 2.2 on
     *     (GlobalAveragePooling1D in keras/layers/pooling.py 2.2.4)
     */
    record GlobalPool(
            LayerInfo info, Reduction reduction, int rank, boolean keepDims, boolean channelsFirst, boolean skipsMasked)
            implements Pooling {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.globalPool(this);
        }
    }

    /**
     * As many windows as the output has positions: the one of position {@code i} goes from {@code floor(i * in / out)}
     * to {@code ceil((i + 1) * in / out)}, so that they may overlap (keras/src/backend/tensorflow/nn.py 3.15,
     * _compute_static_gather_indices).
     */
    record AdaptivePool(LayerInfo info, Reduction reduction, List<Integer> outputSize, boolean channelsFirst)
            implements Pooling {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.adaptivePool(this);
        }
    }
}
