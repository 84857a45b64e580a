package io.github.keras4j.model;

import io.github.keras4j.tensor.Shape;
import java.util.List;

/** Layers that move values and compute nothing. */
public sealed interface Shaping extends Layer {
    /** Handles every layer of this family; an implementation does not compile until it handles a new one. */
    interface Visitor<R> {
        R flatten(Flatten layer);

        R reshape(Reshape layer);

        R permute(Permute layer);

        R repeatVector(RepeatVector layer);

        R cropping(Cropping layer);

        R zeroPadding(ZeroPadding layer);

        R upSampling(UpSampling layer);
    }

    /** Calls the visitor's method for this layer. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(Layer.Visitor<R> visitor) {
        return visitor.shaping(this);
    }

    /** Positions at the start and at the end of a spatial axis. */
    record Range(int before, int after) {}

    /** {@code channelsFirst}: the channel axis is moved last before flattening, as Keras 2 does. */
    record Flatten(LayerInfo info, boolean channelsFirst) implements Shaping {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.flatten(this);
        }
    }

    /** Target without the batch axis; one size may be {@link Shape#UNKNOWN}. */
    record Reshape(LayerInfo info, Shape target) implements Shaping {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.reshape(this);
        }
    }

    /** Axes counted from 1, the batch axis stays. */
    record Permute(LayerInfo info, List<Integer> dims) implements Shaping {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.permute(this);
        }
    }

    /** {@code [batch, features]} to {@code [batch, n, features]}. */
    record RepeatVector(LayerInfo info, int n) implements Shaping {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.repeatVector(this);
        }
    }

    /** One range per spatial axis. */
    record Cropping(LayerInfo info, List<Range> cropping, boolean channelsFirst) implements Shaping {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.cropping(this);
        }
    }

    /** One range per spatial axis. */
    record ZeroPadding(LayerInfo info, List<Range> padding, boolean channelsFirst) implements Shaping {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.zeroPadding(this);
        }
    }

    /** One factor per spatial axis; interpolation {@code nearest}, {@code bilinear}, {@code bicubic}, ... */
    record UpSampling(
            LayerInfo info, List<Integer> size, String interpolation, SamplingGrid grid, boolean channelsFirst)
            implements Shaping {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.upSampling(this);
        }
    }
}
