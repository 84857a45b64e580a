package io.github.keras4j.compare;

import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.Optional;
import java.util.OptionalDouble;

/** The result of comparing Java's tensor with Python's. */
public sealed interface TensorDiff {
    /** Whether every element passes. */
    boolean passes();

    /** What differs, in whole lines without a final newline; empty if it passes. */
    String message();

    /** Java's shape. */
    Shape javaShape();

    /** Java's type. */
    DType dtype();

    /**
     * Compares element by element. If both are floating, Python's value is first rounded to Java's type, since numbers
     * in JSON have no type.
     */
    static TensorDiff of(Tensor java, Tensor python, Tolerance tolerance) {
        if (!java.shape().equals(python.shape())) {
            return new ShapeDiff(java.shape(), python.shape(), java.dtype());
        }
        if (java.dtype() == DType.STRING || python.dtype() == DType.STRING) {
            return StringsDiff.of(java, python);
        }
        boolean round = java.dtype() == DType.FLOAT32 && python.dtype() == DType.FLOAT64;
        return ElementCount.compare(java, round ? python.cast(DType.FLOAT32) : python, tolerance);
    }

    /** The shapes are not equal, so no element was compared. */
    record ShapeDiff(Shape javaShape, Shape pythonShape, DType dtype) implements TensorDiff {
        @Override
        public boolean passes() {
            return false;
        }

        @Override
        public String message() {
            return ShouldHaveShape.message(this);
        }
    }

    /**
     * The shapes are equal, and one of the two at least has strings.
     *
     * @param dtype Java's type
     * @param message what differs; empty if nothing does
     */
    record StringsDiff(Shape javaShape, DType dtype, String message) implements TensorDiff {
        static StringsDiff of(Tensor java, Tensor python) {
            return new StringsDiff(java.shape(), java.dtype(), difference(java, python));
        }

        @Override
        public boolean passes() {
            return message.isEmpty();
        }

        private static String difference(Tensor java, Tensor python) {
            if (java.dtype() != python.dtype()) {
                return "  Types differ: java " + java.dtype() + "     python " + python.dtype();
            }
            for (int i = 0; i < java.size(); i++) {
                if (!java.getString(i).equals(python.getString(i))) {
                    return "  Strings differ, first at " + Numbers.index(java.shape(), i) + "\n    java    "
                            + java.getString(i) + "\n    python  " + python.getString(i);
                }
            }
            return "";
        }
    }

    /**
     * The shapes are equal.
     *
     * @param javaShape both shapes
     * @param dtype Java's type
     * @param tolerance what was allowed
     * @param elements how many were compared
     * @param mismatched how many did not pass
     * @param notFinite how many of those have a NaN or an infinity on one side only; no tolerance lets them pass
     * @param worst the element whose difference is greatest (a NaN or infinity that does not pass is greater than any
     *     number); empty when there is no element
     * @param greatestRelative the greatest {@code |java - python| / |python|} of finite elements with python not 0
     * @param sufficientAtol the least {@code atol} that would let all pass with the same {@code rtol}; empty if none
     *     would
     */
    record ValuesDiff(
            Shape javaShape,
            DType dtype,
            Tolerance tolerance,
            int elements,
            int mismatched,
            int notFinite,
            Optional<Element> worst,
            Optional<Element> greatestRelative,
            OptionalDouble sufficientAtol)
            implements TensorDiff {
        @Override
        public boolean passes() {
            return mismatched == 0;
        }

        @Override
        public String message() {
            return passes() ? "" : ShouldBeCloseTo.message(this);
        }
    }

    /**
     * One pair of elements.
     *
     * @param index flat, row-major
     */
    record Element(int index, double java, double python) {
        /** {@code |java - python|}; 0 for two equal infinities or two NaN, infinite for any other pair with them. */
        public double absolute() {
            if (Double.compare(java, python) == 0) {
                return 0;
            }
            double difference = Math.abs(java - python);
            return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
        }

        /** {@code |java - python| / |python|}. */
        public double relative() {
            return absolute() / Math.abs(python);
        }
    }
}
