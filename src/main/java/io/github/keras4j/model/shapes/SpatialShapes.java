package io.github.keras4j.model.shapes;

import io.github.keras4j.model.Padding;
import io.github.keras4j.tensor.Shape;
import java.util.List;

/** Output sizes along spatial axes, as keras/utils/conv_utils.py computes them. */
final class SpatialShapes {
    private SpatialShapes() {}

    /** A size that a function gives of another, open where that is. */
    interface Size {
        int of(int axis, int size);
    }

    /** The first spatial axis. */
    static int first(boolean channelsFirst) {
        return channelsFirst ? 2 : 1;
    }

    /** Every spatial axis through the function, and the channels changed where {@code channels} is not open. */
    static Shape map(Shape input, int rank, boolean channelsFirst, int channels, Size size) {
        int first = first(channelsFirst);
        Shape output = input;
        for (int i = 0; i < rank; i++) {
            int old = input.size(first + i);
            output = output.with(first + i, old == Shape.UNKNOWN ? Shape.UNKNOWN : Math.max(0, size.of(i, old)));
        }
        return channels == Shape.UNKNOWN ? output : output.with(channelsFirst ? 1 : rank + 1, channels);
    }

    static int window(int size, int kernel, int stride, int dilation, Padding padding) {
        int span = span(kernel, dilation);
        int positions = switch (padding) {
            case VALID -> size - span + 1;
            case SAME, CAUSAL, THEANO_SAME -> size;
            case FULL -> Math.addExact(size, span - 1);
        };
        return ceil(positions, stride);
    }

    /** keras/src/utils/conv_utils.py, deconv_output_length. */
    static int transposed(int size, int kernel, int stride, int dilation, Padding padding, List<Integer> extra, int i) {
        int span = span(kernel, dilation);
        if (extra.isEmpty()) {
            return padding == Padding.VALID
                    ? Math.addExact(Math.multiplyExact(size, stride), Math.max(span - stride, 0))
                    : Math.multiplyExact(size, stride);
        }
        int cut = padding == Padding.VALID ? 0 : span / 2;
        return Math.addExact(Math.multiplyExact(size - 1, stride), span) - 2 * cut + extra.get(i);
    }

    static int span(int kernel, int dilation) {
        return Math.addExact(kernel, Math.multiplyExact(kernel - 1, dilation - 1));
    }

    private static int ceil(int size, int by) {
        return Math.floorDiv(size + by - 1, by);
    }
}
