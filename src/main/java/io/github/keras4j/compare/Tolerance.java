package io.github.keras4j.compare;

/**
 * How far Java may be from Python: an element passes when {@code |java - python| <= atol + rtol * |python|} (a
 * difference of exactly that much passes). NaN passes only where Python has NaN, an infinity only where Python has
 * the same infinity.
 *
 * @param rtol relative to Python's value, at least 0
 * @param atol absolute, at least 0
 */
public record Tolerance(double rtol, double atol) {
    /** torch.testing.assert_close's for float32. */
    public static final Tolerance DEFAULT = new Tolerance(1.3e-6, 1e-5);

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException for a number below 0, or NaN
     */
    public Tolerance {
        if (!(rtol >= 0) || !(atol >= 0)) {
            throw new IllegalArgumentException("A tolerance is at least 0. Received: rtol=" + rtol + ", atol=" + atol);
        }
    }

    /** Whether that pair of elements passes. */
    public boolean allows(double java, double python) {
        if (Double.isNaN(python) || Double.isInfinite(python) || Double.isNaN(java) || Double.isInfinite(java)) {
            return Double.compare(java, python) == 0;
        }
        return Math.abs(java - python) <= atol + rtol * Math.abs(python);
    }

    /** The rule as messages print it: {@code |java - python| <= 1e-05 + 1.3e-06 * |python|}. */
    @Override
    public String toString() {
        return "|java - python| <= " + Numbers.repr(atol) + " + " + Numbers.repr(rtol) + " * |python|";
    }
}
