package io.github.keras4j.engine.purejava.values;

/**
 * All lines of a tensor along one axis: {@code outer} times {@code stride} of them, each {@code length} elements
 * that lie {@code stride} apart.
 */
public record Lines(int outer, int length, int stride) {
    public static Lines of(int[] shape, int axis) {
        int at = axis(shape.length, axis);
        return new Lines(Value.product(shape, 0, at), shape[at], Value.product(shape, at + 1, shape.length));
    }

    /** The axis counted from 0. */
    public static int axis(int rank, int axis) {
        int at = axis < 0 ? axis + rank : axis;
        if (at < 0 || at >= rank) {
            throw new BindException("there is no axis " + axis + " in " + rank + " axes");
        }
        return at;
    }

    public int count() {
        return outer * stride;
    }

    /** Where a line starts. */
    public int start(int line) {
        return line / stride * length * stride + line % stride;
    }
}
