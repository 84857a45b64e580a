package io.github.keras4j.engine.purejava.values;

import io.github.keras4j.tensor.Shape;

/** numpy's broadcasting: axes are matched from the last, a size of 1 repeats. */
public final class Broadcast {
    private Broadcast() {}

    /** For every element of {@code target}, the position in {@code source} that is broadcast to it. */
    public static int[] positions(int[] source, int[] target) {
        int shift = target.length - source.length;
        boolean fits = shift >= 0;
        for (int axis = 0; fits && axis < source.length; axis++) {
            fits = source[axis] == 1 || source[axis] == target[axis + shift];
        }
        if (!fits) {
            throw new BindException("shape " + Shape.of(source) + " does not broadcast to " + Shape.of(target));
        }
        int[] strides = new int[target.length];
        int stride = 1;
        for (int axis = source.length - 1; axis >= 0; axis--) {
            strides[axis + shift] = source[axis] == 1 ? 0 : stride;
            stride *= source[axis];
        }
        int[] positions = new int[Value.product(target, 0, target.length)];
        int[] index = new int[target.length];
        int at = 0;
        for (int i = 0; i < positions.length; i++) {
            positions[i] = at;
            for (int axis = target.length - 1; axis >= 0; axis--) {
                at += strides[axis];
                if (++index[axis] < target[axis]) {
                    break;
                }
                at -= strides[axis] * index[axis];
                index[axis] = 0;
            }
        }
        return positions;
    }

    /** The shape that two shapes broadcast to. */
    public static int[] shape(int[] a, int[] b) {
        int rank = Math.max(a.length, b.length);
        int[] shape = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            int sizeA = axis < rank - a.length ? 1 : a[axis - rank + a.length];
            int sizeB = axis < rank - b.length ? 1 : b[axis - rank + b.length];
            if (sizeA != sizeB && sizeA != 1 && sizeB != 1) {
                throw new BindException("shapes " + Shape.of(a) + " and " + Shape.of(b) + " do not broadcast");
            }
            shape[axis] = sizeA == 1 ? sizeB : sizeA;
        }
        return shape;
    }
}
