package io.github.keras4j.model;

import java.util.List;

/** Pooling of rank 1 to 3; lists have one number per spatial axis. */
public sealed interface Pooling extends Layer {
    /** An answer for every layer of this family: one more layer does not compile until all have it. */
    interface Visitor<R> {
        R pool(Pool layer);

        R globalPool(GlobalPool layer);
    }

    /** Asks for the answer to this very layer. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(Layer.Visitor<R> visitor) {
        return visitor.pooling(this);
    }

    /** What a window gives; an average leaves padded positions out. */
    enum Reduction {
        MAX,
        AVERAGE
    }

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

    /** Over all spatial axes; {@code rank} is their number. */
    record GlobalPool(LayerInfo info, Reduction reduction, int rank, boolean keepDims, boolean channelsFirst)
            implements Pooling {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.globalPool(this);
        }
    }
}
