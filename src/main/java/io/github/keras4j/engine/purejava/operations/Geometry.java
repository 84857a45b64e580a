package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;

/**
 * Which places a window sees, in any number of spatial axes: {@code at[o][k]} is the flat place in the input under
 * element k of the window at output o, -1 outside.
 */
record Geometry(int[] in, int[] out, int[][] at) {
    static Geometry of(int[] in, int[] kernel, int[] strides, int[] dilation, String padding) {
        int rank = in.length;
        int[] out = new int[rank];
        int[] before = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            int reach = (kernel[axis] - 1) * dilation[axis] + 1;
            switch (padding) {
                case "valid" ->
                    out[axis] = Math.max(0, (in[axis] - reach) / strides[axis] + (in[axis] < reach ? 0 : 1));
                case "same" -> {
                    out[axis] = (in[axis] + strides[axis] - 1) / strides[axis];
                    before[axis] = Math.max(0, (out[axis] - 1) * strides[axis] + reach - in[axis]) / 2;
                }
                default -> throw new RefusedException("this padding is not run. Received: padding=" + padding);
            }
        }
        return of(in, out, kernel, strides, dilation, before);
    }

    static Geometry of(int[] in, int[] out, int[] kernel, int[] strides, int[] dilation, int[] before) {
        int rank = in.length;
        int windows = Value.product(out, 0, rank);
        int elements = Value.product(kernel, 0, rank);
        int[] outStrides = Moves.strides(out);
        int[] kernelStrides = Moves.strides(kernel);
        int[][] at = new int[windows][elements];
        for (int o = 0; o < windows; o++) {
            for (int k = 0; k < elements; k++) {
                int place = 0;
                for (int axis = 0; axis < rank && place >= 0; axis++) {
                    int i = o / outStrides[axis] % out[axis] * strides[axis]
                            - before[axis]
                            + k / kernelStrides[axis] % kernel[axis] * dilation[axis];
                    place = i < 0 || i >= in[axis] ? -1 : place * in[axis] + i;
                }
                at[o][k] = place;
            }
        }
        return new Geometry(in, out, at);
    }

    /** The spatial sizes of a batch with the channels last. */
    static int[] spatial(Value x) {
        if (x.rank() < 3) {
            throw new BindException("it takes samples with spatial axes and channels. Received: shape " + x.toShape());
        }
        int[] sizes = new int[x.rank() - 2];
        System.arraycopy(x.shape(), 1, sizes, 0, sizes.length);
        return sizes;
    }

    /** {@code [batch, *out, channels]}. */
    int[] shape(int batch, int channels) {
        int[] shape = new int[out.length + 2];
        shape[0] = batch;
        System.arraycopy(out, 0, shape, 1, out.length);
        shape[shape.length - 1] = channels;
        return shape;
    }

    int places() {
        return Value.product(in, 0, in.length);
    }
}
