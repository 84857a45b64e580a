package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.Value;

/** Moves the channel axis to the end and back. */
final class Channels {
    private Channels() {}

    static Value last(Value x, boolean first) {
        if (!first) {
            return x;
        }
        int[] axes = new int[x.rank()];
        java.util.Arrays.setAll(axes, i -> i == 0 ? 0 : i == axes.length - 1 ? 1 : i + 1);
        return Ops.permute(x, axes);
    }

    static Value restored(Value x, boolean first) {
        if (!first) {
            return x;
        }
        int[] axes = new int[x.rank()];
        java.util.Arrays.setAll(axes, i -> i == 0 ? 0 : i == 1 ? axes.length - 1 : i - 1);
        return Ops.permute(x, axes);
    }
}
