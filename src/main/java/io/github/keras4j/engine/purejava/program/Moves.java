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
        return gather(x, positions, 1, shape, binding);
    }

    /** As {@link #gather(Value, int[], int[], Binding)}, {@code length} adjacent numbers from each position on. */
    public static Value gather(Value x, int[] places, int length, int[] shape, Binding binding) {
        Value y = binding.passing(shape);
        int[] runs = runs(places, length);
        if (runs.length > 0) {
            binding.step(() -> copyRuns(x.data(), runs, y.data()));
            return y;
        }
        int[] positions = length == 1 ? places : each(places, length);
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

    /** The position of each number. */
    private static int[] each(int[] places, int length) {
        int[] positions = new int[places.length * length];
        for (int i = 0; i < positions.length; i++) {
            int place = places[i / length];
            positions[i] = place < 0 ? place : place + i % length;
        }
        return positions;
    }

    /**
     * Places that follow one another as runs, {@code (from, length)} each, from -1 for zeros; none where the runs are too
     * short to pay.
     */
    private static int[] runs(int[] places, int length) {
        int count = 0;
        for (int i = 0; i < places.length; i++) {
            count += i == 0 || !follows(places[i - 1], places[i], length) ? 1 : 0;
        }
        if (count > (long) places.length * length / 8) {
            return new int[0];
        }
        int[] runs = new int[2 * count];
        int run = -1;
        for (int i = 0; i < places.length; i++) {
            if (i == 0 || !follows(places[i - 1], places[i], length)) {
                runs[2 * ++run] = places[i];
            }
            runs[2 * run + 1] += length;
        }
        return runs;
    }

    private static boolean follows(int before, int place, int length) {
        return before < 0 ? place < 0 : place == before + length;
    }

    private static void copyRuns(float[] from, int[] runs, float[] to) {
        for (int run = 0, at = 0; run < runs.length; at += runs[run + 1], run += 2) {
            if (runs[run] < 0) {
                Arrays.fill(to, at, at + runs[run + 1], 0);
            } else {
                System.arraycopy(from, runs[run], to, at, runs[run + 1]);
            }
        }
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
