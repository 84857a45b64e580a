package io.github.keras4j.engine.purejava.train.f64.layers;

import java.util.Arrays;
import java.util.List;

/** Where elements lie in row-major arrays: tables of positions for transposing, broadcasting, reducing, cutting. */
final class Axes {
    private Axes() {}

    static int product(int[] sizes) {
        return product(sizes, 0, sizes.length);
    }

    static int product(int[] sizes, int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product = Math.multiplyExact(product, sizes[i]);
        }
        return product;
    }

    static int[] strides(int[] shape) {
        int[] strides = new int[shape.length];
        int stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        return strides;
    }

    /** -1 is the last axis. */
    static int axis(int rank, int axis) {
        int found = axis < 0 ? axis + rank : axis;
        if (found < 0 || found >= rank) {
            throw new IllegalArgumentException("There is no such axis. Received: axis=" + axis + " of " + rank);
        }
        return found;
    }

    /** For each element of {@code shape} the sum of its coordinates times {@code strides}, plus {@code start}. */
    static int[] positions(int[] shape, int[] strides, int start) {
        int[] positions = new int[product(shape)];
        int[] at = new int[shape.length];
        int position = start;
        for (int i = 0; i < positions.length; i++) {
            positions[i] = position;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                position += strides[axis];
                if (++at[axis] < shape[axis]) {
                    break;
                }
                position -= strides[axis] * shape[axis];
                at[axis] = 0;
            }
        }
        return positions;
    }

    static int[] permuted(int[] shape, int... axes) {
        return Arrays.stream(axes).map(axis -> shape[axis]).toArray();
    }

    /** For the array whose axis i is axis {@code axes[i]} of {@code shape}: where its elements come from. */
    static int[] transpose(int[] shape, int... axes) {
        int[] strides = strides(shape);
        return positions(
                permuted(shape, axes),
                Arrays.stream(axes).map(axis -> strides[axis]).toArray(),
                0);
    }

    /** numpy's rule. */
    static int[] broadcast(int[] a, int[] b) {
        int rank = Math.max(a.length, b.length);
        int[] shape = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int x = i <= a.length ? a[a.length - i] : 1;
            int y = i <= b.length ? b[b.length - i] : 1;
            if (x != y && x != 1 && y != 1) {
                throw new IllegalArgumentException(
                        "Shapes can't be broadcast. Received: " + Arrays.toString(a) + " and " + Arrays.toString(b));
            }
            shape[rank - i] = x == 1 ? y : x;
        }
        return shape;
    }

    /** For each element of {@code shape} where its number lies in the smaller array that is broadcast to it. */
    static int[] stretched(int[] from, int[] shape) {
        int[] own = strides(from);
        int[] strides = new int[shape.length];
        for (int i = 1; i <= from.length; i++) {
            strides[shape.length - i] = from[from.length - i] == 1 ? 0 : own[from.length - i];
        }
        return positions(shape, strides, 0);
    }

    /** The shape with 1 on these axes. */
    static int[] reduced(int[] shape, List<Integer> axes) {
        int[] reduced = shape.clone();
        axes.forEach(axis -> reduced[axis(shape.length, axis)] = 1);
        return reduced;
    }

    /** The shape with 1 on all other axes. */
    static int[] kept(int[] shape, List<Integer> axes) {
        int[] kept = new int[shape.length];
        Arrays.fill(kept, 1);
        axes.forEach(axis -> kept[axis(shape.length, axis)] = shape[axis(shape.length, axis)]);
        return kept;
    }

    static int[] with(int[] shape, int axis, int size) {
        int[] changed = shape.clone();
        changed[axis] = size;
        return changed;
    }

    /** The order that undoes another. */
    static int[] inverse(int[] axes) {
        int[] inverse = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            inverse[axes[i]] = i;
        }
        return inverse;
    }
}
