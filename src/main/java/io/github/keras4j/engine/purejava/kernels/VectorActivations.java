package io.github.keras4j.engine.purejava.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Activations in place over a range, as accurate as Keras's own: the worst errors, over a walk through all float32 up
 * to 80, are in {@code VectorActivationsTest}.
 *
 * <p>One small method for each loop, with its formula written out: where several exponentials meet in one method, C2
 * reaches its inlining budget and keeps vectors on the heap (1 to 2 KB a call, half the speed), and a formula in a
 * method of its own sometimes is not inlined, which costs two thirds. A limit is one compare and one blend with the limit
 * of the number's sign: C2 spends five instructions on {@code min} to get Java's rules for NaN and -0, and only two of a
 * core's four vector units compare, blend and multiply. A NaN compares false and stays.
 *
 * <p>The loops take whole vectors. What is left over goes through the same loop in a vector's length of scratch.
 */
final class VectorActivations {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final ThreadLocal<float[]> REST = ThreadLocal.withInitial(() -> new float[LANES]);

    /** Adding and taking away 1.5 * 2^23 rounds to the nearest integer and leaves it in the low bits. */
    static final float ROUND = 12582912f;

    static final float LOG2_E = 1.44269504088896341f;
    static final float LN2_HIGH = 0.693359375f;
    static final float LN2_LOW = -2.12194440e-4f;

    /** exp(-x) is then near the ends of float32's normal range. */
    static final float EXP_END = 87.33654f;

    /** The coefficients of exp's polynomial, of -x, so odd powers are taken away. */
    static final float EXP_2 = 5.0000001201E-1f;

    static final float EXP_3 = -1.6666665459E-1f;
    static final float EXP_4 = 4.1665795894E-2f;
    static final float EXP_5 = -8.3334519073E-3f;
    static final float EXP_6 = 1.3981999507E-3f;
    static final float EXP_7 = -1.9875691500E-4f;

    private static final int EXP_END_BITS = Float.floatToRawIntBits(EXP_END);
    private static final int SIGN = 1 << 31;
    /** Of 1, whose exponent n is added to: 2^n. */
    static final int ONE_BITS = Float.floatToRawIntBits(1f);

    /** Where tanh is 1, and the coefficients of its p and q: constants, so that each loop has them in place. */
    static final float TANH_END = 7.90531110763549805f;

    static final float TANH_P6 = -2.76076847742355e-16f;
    static final float TANH_P5 = 2.00018790482477e-13f;
    static final float TANH_P4 = -8.60467152213735e-11f;
    static final float TANH_P3 = 5.12229709037114e-08f;
    static final float TANH_P2 = 1.48572235717979e-05f;
    static final float TANH_P1 = 6.37261928875436e-04f;
    static final float TANH_P0 = 4.89352455891786e-03f;
    static final float TANH_Q3 = 1.19825839466702e-06f;
    static final float TANH_Q2 = 1.18534705686654e-04f;
    static final float TANH_Q1 = 2.26843463243900e-03f;
    static final float TANH_Q0 = 4.89352518554385e-03f;

    /** So many vectors has a practice. */
    private static final int PRACTICE = 32;

    private static final Warmth EXPONENTIALS =
            new Warmth(20 * PRACTICE, scratch -> exponentialVectors(scratch, 0, PRACTICE * LANES));
    private static final Warmth RECIPROCALS =
            new Warmth(6 * PRACTICE, scratch -> reciprocalVectors(scratch, 0, PRACTICE * LANES));
    private static final Warmth TANHS = new Warmth(20 * PRACTICE, scratch -> tanhVectors(scratch, 0, PRACTICE * LANES));
    private static final Warmth RELU = new Warmth(4 * PRACTICE, scratch -> reluVectors(scratch, 0, PRACTICE * LANES));

    private VectorActivations() {}

    /** 1 / (1 + exp(-x)). */
    static void sigmoid(float[] x, int at, int n) {
        int whole = SPECIES.loopBound(n);
        exponentials(x, at, whole);
        reciprocals(x, at, whole);
        if (whole < n) {
            float[] rest = REST.get();
            System.arraycopy(x, at + whole, rest, 0, n - whole);
            exponentials(rest, 0, LANES);
            reciprocals(rest, 0, LANES);
            System.arraycopy(rest, 0, x, at + whole, n - whole);
        }
    }

    /**
     * The rational approximation of Eigen, which TensorFlow uses on CPUs (ptanh_float), in the same order: another one
     * doubled the distance from Keras 2.2.4 in a state that is carried over 25 calls.
     */
    static void tanh(float[] x, int at, int n) {
        int whole = SPECIES.loopBound(n);
        tanhs(x, at, whole);
        if (whole < n) {
            float[] rest = REST.get();
            System.arraycopy(x, at + whole, rest, 0, n - whole);
            tanhs(rest, 0, LANES);
            System.arraycopy(rest, 0, x, at + whole, n - whole);
        }
    }

    /** exp(-x). */
    static void exp(float[] x, int at, int n) {
        int whole = SPECIES.loopBound(n);
        exponentials(x, at, whole);
        if (whole < n) {
            float[] rest = REST.get();
            System.arraycopy(x, at + whole, rest, 0, n - whole);
            exponentials(rest, 0, LANES);
            System.arraycopy(rest, 0, x, at + whole, n - whole);
        }
    }

    /** max(x, 0), NaN staying NaN as in Keras. */
    static void relu(float[] x, int at, int n) {
        int whole = SPECIES.loopBound(n);
        if (RELU.isHot()) {
            reluVectors(x, at, whole);
            PlainTwins.relu(x, at + whole, n - whole, 0, Float.POSITIVE_INFINITY);
        } else {
            long since = System.nanoTime();
            PlainTwins.relu(x, at, n, 0, Float.POSITIVE_INFINITY);
            RELU.practise(since);
        }
    }

    static void reluVectors(float[] x, int at, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
            v.blend(0f, v.compare(VectorOperators.LT, 0f)).intoArray(x, at + i);
        }
    }

    /**
     * exp(-x) by Cephes' expf: 2^n times a polynomial on [-ln 2 / 2, ln 2 / 2], in the order of Eigen's pexp_float, whose
     * two halves do not wait for each other. Saturates short of infinity and 0. It is multiplied by 2^n, since n added to
     * the bits of a NaN can make a number of it: 0x7fc00001 gave 0.
     *
     * @param n a number of whole vectors
     */
    static void exponentials(float[] x, int at, int n) {
        if (EXPONENTIALS.isHot()) {
            exponentialVectors(x, at, n);
        } else {
            long since = System.nanoTime();
            PlainTwins.exponentials(x, at, n);
            EXPONENTIALS.practise(since);
        }
    }

    static void exponentialVectors(float[] x, int at, int n) {
        FloatVector log2e = FloatVector.broadcast(SPECIES, -LOG2_E);
        FloatVector round = FloatVector.broadcast(SPECIES, ROUND);
        FloatVector ln2High = FloatVector.broadcast(SPECIES, LN2_HIGH);
        FloatVector ln2Low = FloatVector.broadcast(SPECIES, LN2_LOW);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector c2 = FloatVector.broadcast(SPECIES, EXP_2);
        FloatVector c3 = FloatVector.broadcast(SPECIES, EXP_3);
        FloatVector c4 = FloatVector.broadcast(SPECIES, EXP_4);
        FloatVector c5 = FloatVector.broadcast(SPECIES, EXP_5);
        FloatVector c6 = FloatVector.broadcast(SPECIES, EXP_6);
        FloatVector c7 = FloatVector.broadcast(SPECIES, EXP_7);
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
            FloatVector end = v.reinterpretAsInts()
                    .lanewise(VectorOperators.AND, SIGN)
                    .lanewise(VectorOperators.OR, EXP_END_BITS)
                    .reinterpretAsFloats();
            v = v.blend(end, v.abs().compare(VectorOperators.GT, EXP_END));
            FloatVector shifted = v.fma(log2e, round);
            FloatVector whole = shifted.sub(ROUND);
            FloatVector r = whole.fma(ln2Low, whole.fma(ln2High, v));
            FloatVector square = r.mul(r);
            FloatVector p = r.fma(r.fma(c7, c6), c5);
            FloatVector q = r.fma(r.fma(c4, c3), c2);
            p = p.fma(square.mul(r), q).fma(square, one.sub(r));
            IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
            p.mul(exponent.add(ONE_BITS).reinterpretAsFloats()).intoArray(x, at + i);
        }
    }

    /** 1 / (1 + x). */
    private static void reciprocals(float[] x, int at, int n) {
        if (RECIPROCALS.isHot()) {
            reciprocalVectors(x, at, n);
        } else {
            long since = System.nanoTime();
            PlainTwins.reciprocals(x, at, n);
            RECIPROCALS.practise(since);
        }
    }

    static void reciprocalVectors(float[] x, int at, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
            FloatVector.broadcast(SPECIES, 1f).div(v.add(1f)).intoArray(x, at + i);
        }
    }

    private static void tanhs(float[] x, int at, int n) {
        if (TANHS.isHot()) {
            tanhVectors(x, at, n);
        } else {
            long since = System.nanoTime();
            PlainTwins.tanhs(x, at, n);
            TANHS.practise(since);
        }
    }

    static void tanhVectors(float[] x, int at, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
            v = v.blend(TANH_END, v.compare(VectorOperators.GT, TANH_END));
            v = v.blend(-TANH_END, v.compare(VectorOperators.LT, -TANH_END));
            FloatVector square = v.mul(v);
            FloatVector p = FloatVector.broadcast(SPECIES, TANH_P6);
            p = p.fma(square, FloatVector.broadcast(SPECIES, TANH_P5));
            p = p.fma(square, FloatVector.broadcast(SPECIES, TANH_P4));
            p = p.fma(square, FloatVector.broadcast(SPECIES, TANH_P3));
            p = p.fma(square, FloatVector.broadcast(SPECIES, TANH_P2));
            p = p.fma(square, FloatVector.broadcast(SPECIES, TANH_P1));
            p = p.fma(square, FloatVector.broadcast(SPECIES, TANH_P0));
            FloatVector q = FloatVector.broadcast(SPECIES, TANH_Q3);
            q = q.fma(square, FloatVector.broadcast(SPECIES, TANH_Q2));
            q = q.fma(square, FloatVector.broadcast(SPECIES, TANH_Q1));
            q = q.fma(square, FloatVector.broadcast(SPECIES, TANH_Q0));
            p.mul(v).div(q).intoArray(x, at + i);
        }
    }
}
