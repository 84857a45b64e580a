package io.github.keras4j.engine.purejava.program;

import io.github.keras4j.engine.purejava.values.Value;

/** Between channels-first data and the channels-last layout that all spatial layers compute in. */
public final class Channels {
    private Channels() {}

    public static Value last(Value x, boolean channelsFirst, Binding binding) {
        if (!channelsFirst || x.rank() < 3) {
            return x;
        }
        int[] axes = new int[x.rank()];
        for (int axis = 1; axis < axes.length - 1; axis++) {
            axes[axis] = axis + 1;
        }
        axes[axes.length - 1] = 1;
        return Moves.transpose(x, binding, axes);
    }

    /** The layer's own layout again. */
    public static Value restore(Value y, boolean channelsFirst, Binding binding) {
        if (!channelsFirst || y.rank() < 3) {
            return y;
        }
        int[] axes = new int[y.rank()];
        axes[1] = axes.length - 1;
        for (int axis = 2; axis < axes.length; axis++) {
            axes[axis] = axis - 1;
        }
        return Moves.transpose(y, binding, axes);
    }
}
