package io.github.keras4j.model;

import io.github.keras4j.tensor.Shape;
import java.util.List;

/** Layers that move values and compute nothing. */
public sealed interface Shaping extends Layer {
    /** Positions at the start and at the end of a spatial axis. */
    record Range(int before, int after) {}

    /** {@code channelsFirst}: the channel axis is moved last before flattening, as Keras 2 does. */
    record Flatten(LayerInfo info, boolean channelsFirst) implements Shaping {}

    /** Target without the batch axis; one size may be {@link Shape#UNKNOWN}. */
    record Reshape(LayerInfo info, Shape target) implements Shaping {}

    /** Axes counted from 1, the batch axis stays. */
    record Permute(LayerInfo info, List<Integer> dims) implements Shaping {}

    record RepeatVector(LayerInfo info, int n) implements Shaping {}

    /** One range per spatial axis. */
    record Cropping(LayerInfo info, List<Range> cropping, boolean channelsFirst) implements Shaping {}

    /** One range per spatial axis. */
    record ZeroPadding(LayerInfo info, List<Range> padding, boolean channelsFirst) implements Shaping {}

    /** One factor per spatial axis; interpolation {@code nearest}, {@code bilinear}, {@code bicubic}, ... */
    record UpSampling(LayerInfo info, List<Integer> size, String interpolation, boolean channelsFirst)
            implements Shaping {}
}
