package io.github.keras4j.engine.purejava.program;

import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.Arrays;

/** Values moved to other places, nothing computed. */
public final class Moves {
    private Moves() {}

    /** A copy with the axes in another order, as {@code numpy.transpose}. */
    public static Value transpose(Value x, Binding binding, int... axes) {
        if (axes.length != x.rank()) {
            throw new BindException("takes " + axes.length + " axes");
        }
        int[] shape = new int[axes.length];
        int[] strides = new int[axes.length];
        for (int axis = 0; axis < axes.length; axis++) {
            shape[axis] = x.size(axes[axis]);
            strides[axis] = Value.product(x.shape(), axes[axis] + 1, x.rank());
        }
        return gather(x, positions(shape, strides, 0), shape, binding);
    }

    /** A copy in the reverse order along an axis. */
    public static Value reverse(Value x, Binding binding, int axis) {
        int[] strides = strides(x.shape());
        int start = (x.size(axis) - 1) * strides[axis];
        strides[axis] = -strides[axis];
        return gather(x, positions(x.shape(), strides, start), x.shape(), binding);
    }

    /** {@code y[i] = x[positions[i]]}, zero where the position is negative. */
    public static Value gather(Value x, int[] positions, int[] shape, Binding binding) {
        Value y = binding.value(shape);
        boolean all = Arrays.stream(positions).allMatch(position -> position >= 0);
        float[] from = x.data();
        float[] to = y.data();
        binding.step(
                all
                        ? () -> {
                            for (int i = 0; i < positions.length; i++) {
                                to[i] = from[positions[i]];
                            }
                        }
                        : () -> {
                            for (int i = 0; i < positions.length; i++) {
                                to[i] = positions[i] < 0 ? 0 : from[positions[i]];
                            }
                        });
        return y;
    }

    /** Row-major strides. */
    public static int[] strides(int[] shape) {
        int[] strides = new int[shape.length];
        for (int axis = 0; axis < shape.length; axis++) {
            strides[axis] = Value.product(shape, axis + 1, shape.length);
        }
        return strides;
    }

    /** For every element of {@code shape}, where it lies under these strides. */
    public static int[] positions(int[] shape, int[] strides, int start) {
        int[] positions = new int[Value.product(shape, 0, shape.length)];
        int[] index = new int[shape.length];
        int at = start;
        for (int i = 0; i < positions.length; i++) {
            positions[i] = at;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                at += strides[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                at -= strides[axis] * index[axis];
                index[axis] = 0;
            }
        }
        return positions;
    }
}
