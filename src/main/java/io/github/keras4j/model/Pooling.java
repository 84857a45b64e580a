package io.github.keras4j.model;

import java.util.List;

/** Pooling of rank 1 to 3; lists have one number per spatial axis. */
public sealed interface Pooling extends Layer {
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
            implements Pooling {}

    /** Over all spatial axes; {@code rank} is their number. */
    record GlobalPool(LayerInfo info, Reduction reduction, int rank, boolean keepDims, boolean channelsFirst)
            implements Pooling {}
}
