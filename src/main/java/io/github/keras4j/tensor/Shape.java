package io.github.keras4j.tensor;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Sizes of a tensor's axes, outermost first; {@link #UNKNOWN} stands for a size that is open (Keras's
 * {@code None}). Immutable. Prints as Python prints a tuple: {@code (3,)}, {@code (None, 3, 1)}.
 */
public final class Shape {
    /** An open size, Keras's {@code None}. */
    public static final int UNKNOWN = -1;

    private static final Shape SCALAR = new Shape(new int[0]);

    private final int[] sizes;

    private Shape(int[] sizes) {
        this.sizes = sizes;
    }

    /**
     * @param sizes one per axis, each at least 0 or {@link #UNKNOWN}
     * @throws IllegalArgumentException for any other size
     */
    public static Shape of(int... sizes) {
        for (int size : sizes) {
            if (size < UNKNOWN) {
                throw new IllegalArgumentException("A size is at least 0. Received: " + Arrays.toString(sizes));
            }
        }
        return sizes.length == 0 ? SCALAR : new Shape(sizes.clone());
    }

    /** {@return the number of axes; 0 for a scalar} */
    public int rank() {
        return sizes.length;
    }

    /** The size of an axis; a negative axis counts from the end, as numpy's does. */
    public int size(int axis) {
        return sizes[axis < 0 ? axis + sizes.length : axis];
    }

    /** A copy of the sizes. */
    public int[] sizes() {
        return sizes.clone();
    }

    /** {@return whether no axis is open} */
    public boolean isKnown() {
        return Arrays.stream(sizes).noneMatch(size -> size == UNKNOWN);
    }

    /**
     * Number of elements.
     *
     * @throws IllegalStateException while a size is open
     * @throws ArithmeticException past 2^31 - 1 elements
     */
    public int elements() {
        int product = 1;
        for (int size : sizes) {
            if (size == UNKNOWN) {
                throw new IllegalStateException("The shape is not fully known. Received: " + this);
            }
            product = Math.multiplyExact(product, size);
        }
        return product;
    }

    /** This shape with one axis of another size. */
    public Shape with(int axis, int size) {
        int[] changed = sizes.clone();
        changed[axis < 0 ? axis + sizes.length : axis] = size;
        return new Shape(changed);
    }

    /** The axes {@code from} (inclusive) to {@code to} (exclusive). */
    public Shape slice(int from, int to) {
        Objects.checkFromToIndex(from, to, sizes.length); // copyOfRange makes axes of size 0 of what is not there
        return of(Arrays.copyOfRange(sizes, from, to));
    }

    /** This shape with a new outermost axis. */
    public Shape prepend(int size) {
        int[] longer = new int[sizes.length + 1];
        longer[0] = size;
        System.arraycopy(sizes, 0, longer, 1, sizes.length);
        return new Shape(longer);
    }

    /** This shape with a new innermost axis. */
    public Shape append(int size) {
        int[] longer = Arrays.copyOf(sizes, sizes.length + 1);
        longer[sizes.length] = size;
        return new Shape(longer);
    }

    /** Whether ranks are equal and every size is equal or open on either side. */
    public boolean isCompatibleWith(Shape other) {
        if (rank() != other.rank()) {
            return false;
        }
        for (int axis = 0; axis < rank(); axis++) {
            if (sizes[axis] != other.sizes[axis] && sizes[axis] != UNKNOWN && other.sizes[axis] != UNKNOWN) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Shape other && Arrays.equals(sizes, other.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        String inner = Arrays.stream(sizes)
                .mapToObj(size -> size == UNKNOWN ? "None" : Integer.toString(size))
                .collect(Collectors.joining(", "));
        return "(" + inner + (sizes.length == 1 ? ",)" : ")");
    }
}
