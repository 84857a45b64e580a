package io.github.keras4j.engine.purejava.kernels;

/**
 * Activations in place over a range, by the formulas of {@link VectorActivations} (whose constants
 * the compiler copies, so that it need not be there), in loops that C2 turns into vector
 * instructions by itself (see {@link PlainTiles}): short ones, on an array from 0 on. Only powers of two are made number by
 * number, since they take a float's bits.
 */
final class PlainActivations {
    private static final int MOST = PlainTiles.WIDEST;
    /** The most numbers of a row for {@link #softmax}, whose sum is one in float32. */
    static final int WIDEST_ROW = 64;
    /** From a number to what a loop hands to the next beside it. */
    private static final int SECOND = PlainTiles.ROW;

    private static final ThreadLocal<float[]> SCRATCH = ThreadLocal.withInitial(() -> new float[2 * SECOND]);

    private static final int ONE_BITS = Float.floatToRawIntBits(1f);

    private PlainActivations() {}

    /** 1 / (1 + exp(-x)). */
    static void sigmoid(float[] x, int at, int n) {
        float[] scratch = SCRATCH.get();
        for (int done = 0; done < n; done += MOST) {
            int some = Math.min(MOST, n - done);
            System.arraycopy(x, at + done, scratch, 0, some);
            exponentials(scratch, some);
            reciprocals(scratch, some);
            System.arraycopy(scratch, 0, x, at + done, some);
        }
    }

    /** x / (1 + exp(-x)); of minus infinity that is no number, as in Keras. */
    static void silu(float[] x, int at, int n) {
        float[] scratch = SCRATCH.get();
        for (int done = 0; done < n; done += MOST) {
            int some = Math.min(MOST, n - done);
            System.arraycopy(x, at + done, scratch, 0, some);
            exponentials(scratch, some);
            for (int i = 0; i < some; i++) {
                float v = x[at + done + i];
                x[at + done + i] = v == Float.NEGATIVE_INFINITY ? Float.NaN : v / (1 + scratch[i]);
            }
        }
    }

    static void tanh(float[] x, int at, int n) {
        float[] scratch = SCRATCH.get();
        for (int done = 0; done < n; done += MOST) {
            int some = Math.min(MOST, n - done);
            System.arraycopy(x, at + done, scratch, 0, some);
            tanhs(scratch, some);
            System.arraycopy(scratch, 0, x, at + done, some);
        }
    }

    /**
     * Softmax of each of {@code rows} adjacent rows of {@code n} numbers, at most {@link #WIDEST_ROW}: the exponentials of as
     * many rows as fit are one loop.
     */
    static void softmax(int rows, int n, float[] x, int at) {
        float[] scratch = SCRATCH.get();
        int together = Math.max(1, MOST / Math.max(n, 1));
        for (int row = 0; row < rows; row += together) {
            int count = Math.min(together, rows - row) * n;
            int from = at + row * n;
            for (int begin = 0; begin < count; begin += n) {
                float most = Float.NEGATIVE_INFINITY;
                for (int i = begin; i < begin + n; i++) {
                    most = Math.max(most, x[from + i]);
                }
                for (int i = begin; i < begin + n; i++) {
                    scratch[i] = most - x[from + i];
                }
            }
            exponentials(scratch, count);
            for (int begin = 0; begin < count; begin += n) {
                float sum = 0;
                for (int i = begin; i < begin + n; i++) {
                    sum += scratch[i];
                }
                float share = 1 / sum;
                for (int i = begin; i < begin + n; i++) {
                    x[from + i] = scratch[i] * share;
                }
            }
        }
    }

    /** exp(-x) of the first {@code n} numbers. Saturates short of infinity and 0. */
    static void exponentials(float[] x, int n) {
        clamp(x, n, VectorActivations.EXP_END);
        exponents(x, n);
        remainders(x, n);
        polynomials(x, n);
        for (int i = 0; i < n; i++) { // a product, since adding to the bits would make a number of some NaN
            x[i] *= Float.intBitsToFloat((Float.floatToRawIntBits(x[i + SECOND]) << 23) + ONE_BITS);
        }
    }

    static void clamp(float[] x, int n, float end) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.max(-end, Math.min(x[i], end));
        }
    }

    private static void exponents(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i + SECOND] = x[i] * -VectorActivations.LOG2_E + VectorActivations.ROUND;
        }
    }

    /** What is left when whole powers of two are taken out of exp(-x): of x, so a polynomial's odd powers change signs. */
    private static void remainders(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            float whole = x[i + SECOND] - VectorActivations.ROUND;
            x[i] = whole * VectorActivations.LN2_LOW + (whole * VectorActivations.LN2_HIGH + x[i]);
        }
    }

    /** Cephes' expf of the remainders. */
    private static void polynomials(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            float r = x[i];
            float p = (-1.9875691500E-4f * r + 1.3981999507E-3f) * r - 8.3334519073E-3f;
            float q = (4.1665795894E-2f * r - 1.6666665459E-1f) * r + 5.0000001201E-1f;
            float square = r * r;
            x[i] = (p * (square * r) + q) * square + (1 - r);
        }
    }

    /** 1 / (1 + x). */
    private static void reciprocals(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = 1 / (1 + x[i]);
        }
    }

    private static void tanhs(float[] x, int n) {
        clamp(x, n, VectorActivations.TANH_END);
        numerators(x, n);
        quotients(x, n);
    }

    static void numerators(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            float square = x[i] * x[i];
            float p = square * VectorActivations.TANH_P6 + VectorActivations.TANH_P5;
            p = p * square + VectorActivations.TANH_P4;
            p = p * square + VectorActivations.TANH_P3;
            p = p * square + VectorActivations.TANH_P2;
            p = p * square + VectorActivations.TANH_P1;
            x[i + SECOND] = p * square + VectorActivations.TANH_P0;
        }
    }

    private static void quotients(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            float square = x[i] * x[i];
            float q = square * VectorActivations.TANH_Q3 + VectorActivations.TANH_Q2;
            q = q * square + VectorActivations.TANH_Q1;
            q = q * square + VectorActivations.TANH_Q0;
            x[i] = x[i] * x[i + SECOND] / q;
        }
    }
}
