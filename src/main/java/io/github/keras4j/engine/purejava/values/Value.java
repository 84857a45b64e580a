package io.github.keras4j.engine.purejava.values;

import io.github.keras4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A tensor within a bound program: a buffer, its concrete shape and, where Keras carries one, a mask. Integers and
 * booleans lie in float buffers too; they are exact up to 2^24.
 *
 * @param texts where the strings lie whose indices the numbers are; null: numbers are meant. Only a layer that {@link
 *     io.github.keras4j.engine.purejava.program.CompiledLayer#takesTexts takes texts} gets such a value
 */
public record Value(
        float[] data,
        int[] shape,
        @Nullable Mask mask,
        @Nullable Texts texts) {
    public Value(float[] data, int... shape) {
        this(data, shape, null, null);
    }

    public Value(float[] data, int[] shape, @Nullable Mask mask) {
        this(data, shape, mask, null);
    }

    /** The same buffer, its numbers the indices of strings. */
    public Value of(Texts strings) {
        return new Value(data, shape, mask, strings);
    }

    /** Whether its numbers are the indices of strings. */
    public boolean isText() {
        return texts != null;
    }

    public int rank() {
        return shape.length;
    }

    /** The size of an axis; negative axes count from the end. */
    public int size(int axis) {
        return shape[axis < 0 ? axis + shape.length : axis];
    }

    public int lastSize() {
        return shape[shape.length - 1];
    }

    public int elements() {
        return product(shape, 0, shape.length);
    }

    /** Rows before the last axis. */
    public int rows() {
        return product(shape, 0, shape.length - 1);
    }

    /** The same buffer under another shape, without the mask. */
    public Value reshaped(int... newShape) {
        return new Value(data, newShape, null, texts);
    }

    public Value withMask(@Nullable Mask newMask) {
        return newMask == mask ? this : new Value(data, shape, newMask, texts);
    }

    public Shape toShape() {
        return Shape.of(shape);
    }

    /** Product of the sizes {@code from} (inclusive) to {@code to} (exclusive). */
    public static int product(int[] shape, int from, int to) {
        int product = 1;
        for (int axis = from; axis < to; axis++) {
            product = Math.multiplyExact(product, shape[axis]);
        }
        return product;
    }
}
