package io.github.keras4j.engine.purejava.kernels;

import io.github.keras4j.model.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * More activations in place over a range, in pieces that stay in the first-level cache. NaN stays NaN, since it compares
 * false; infinities give what the formula gives, in Keras too: {@code silu(-inf)} is {@code -inf * 0}, NaN.
 */
final class VectorFunctions {
    private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
    private static final int LANES = VectorGemm.LANES;
    /** A piece, a number of whole vectors. */
    private static final int PIECE = 64 * LANES;

    static final float SQRT_HALF = 0.70710678f;
    private static final float SQRT_2_OVER_PI = 0.7978845608f;
    /** erf is 1 from here on, to float32's last place. */
    static final float ERF_END = 4f;

    /** The coefficients of its p and q. */
    static final float ERF_P6 = -2.72614225801306e-10f;

    static final float ERF_P5 = 2.77068142495902e-08f;
    static final float ERF_P4 = -2.10102402082508e-06f;
    static final float ERF_P3 = -5.69250639462346e-05f;
    static final float ERF_P2 = -7.34990630326855e-04f;
    static final float ERF_P1 = -2.95459980854025e-03f;
    static final float ERF_P0 = -1.60960333262415e-02f;
    static final float ERF_Q4 = -1.45660718464996e-05f;
    static final float ERF_Q3 = -2.13374055278905e-04f;
    static final float ERF_Q2 = -1.68282697438203e-03f;
    static final float ERF_Q1 = -7.37332916720468e-03f;
    static final float ERF_Q0 = -1.42647390514189e-02f;

    private static final Warmth RELU = new Warmth(8 * PIECE / LANES, scratch -> {
        reluVectors(scratch, 0, PIECE / 2, 0, 6);
        reluVectors(scratch, 0, PIECE / 2, 0.1f, 6);
    });
    private static final Warmth SILU =
            new Warmth(8 * PIECE / LANES, scratch -> siluVectors(scratch, 0, PIECE, scratch));
    private static final Warmth GELU = new Warmth(25 * PIECE / LANES, scratch -> geluVectors(scratch, 0, PIECE));

    private static final ThreadLocal<VectorFunctions> MINE = ThreadLocal.withInitial(VectorFunctions::new);

    private final float[] inner = new float[PIECE];
    private final float[] rest = new float[LANES];

    private VectorFunctions() {}

    /** Whether there is a vector loop for it. */
    static boolean knows(Activation activation) {
        return switch (activation.kind()) {
            case RELU, HARD_SIGMOID, HARD_SIGMOID_V3, SILU, HARD_SILU, GELU, GELU_TANH, MISH, SOFTSIGN, HARD_TANH ->
                true;
            default -> false;
        };
    }

    /** Applies one that it {@link #knows}. */
    static void activate(Activation activation, float[] x, int at, int n) {
        VectorFunctions mine = MINE.get();
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += PIECE) {
            mine.piece(activation, x, at + i, Math.min(PIECE, whole - i));
        }
        if (whole < n) {
            System.arraycopy(x, at + whole, mine.rest, 0, n - whole);
            mine.piece(activation, mine.rest, 0, LANES);
            System.arraycopy(mine.rest, 0, x, at + whole, n - whole);
        }
    }

    /** @param n a number of whole vectors, no more than a piece has */
    private void piece(Activation activation, float[] x, int at, int n) {
        switch (activation.kind()) {
            case RELU ->
                relu(x, at, n, (float) activation.alpha(), (float) activation.beta(), (float) activation.gamma());
            case HARD_SIGMOID -> hardSigmoid(x, at, n, 0.2f);
            case HARD_SIGMOID_V3 -> hardSigmoid6(x, at, n);
            case HARD_TANH -> limit(x, at, n);
            case SOFTSIGN -> softsign(x, at, n);
            case HARD_SILU -> {
                System.arraycopy(x, at, inner, 0, n);
                hardSigmoid6(inner, 0, n);
                multiply(x, at, n, inner);
            }
            case SILU -> {
                System.arraycopy(x, at, inner, 0, n);
                VectorActivations.exponentials(inner, 0, n);
                silu(x, at, n, inner);
            }
            case MISH -> {
                negated(x, at, n, inner);
                VectorActivations.exponentials(inner, 0, n);
                mish(x, at, n, inner);
            }
            case GELU -> gelu(x, at, n);
            case GELU_TANH -> {
                cubic(x, at, n, inner);
                VectorActivations.tanh(inner, 0, n);
                half(x, at, n, inner);
            }
            default -> throw new IllegalArgumentException("no vector loop. Received: " + activation.kind());
        }
    }

    /** Keras's relu with a slope below the threshold and a limit above. */
    private static void relu(float[] x, int at, int n, float slope, float max, float threshold) {
        if (threshold == 0 && RELU.isHot()) {
            reluVectors(x, at, n, slope, max);
        } else if (threshold == 0) {
            long since = System.nanoTime();
            PlainTwins.relu(x, at, n, slope, max);
            RELU.practise(since);
        } else {
            sloped(x, at, n, slope, max, threshold);
        }
    }

    static void reluVectors(float[] x, int at, int n, float slope, float max) {
        if (slope == 0) { // which an infinity is not multiplied by
            for (int i = 0; i < n; i += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
                v = v.blend(0f, v.compare(VectorOperators.LT, 0f));
                v.blend(max, v.compare(VectorOperators.GT, max)).intoArray(x, at + i);
            }
        } else {
            for (int i = 0; i < n; i += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
                v = v.blend(v.mul(slope), v.compare(VectorOperators.LT, 0f));
                v.blend(max, v.compare(VectorOperators.GT, max)).intoArray(x, at + i);
            }
        }
    }

    /** With a threshold; at a slope of 0, infinity times it is 0. */
    private static void sloped(float[] x, int at, int n, float slope, float max, float threshold) {
        for (int i = at; i < at + n; i++) {
            float v = x[i];
            float above = v > threshold ? v : slope == 0 ? 0 : slope * (v - threshold);
            x[i] = Float.isNaN(v) ? v : Math.min(above, max);
        }
    }

    private static void hardSigmoid(float[] x, int at, int n, float slope) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, at + i).mul(slope).add(0.5f);
            v = v.blend(0f, v.compare(VectorOperators.LT, 0f));
            v.blend(1f, v.compare(VectorOperators.GT, 1f)).intoArray(x, at + i);
        }
    }

    /** Keras 3's, which divides by 6. */
    private static void hardSigmoid6(float[] x, int at, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, at + i).div(6f).add(0.5f);
            v = v.blend(0f, v.compare(VectorOperators.LT, 0f));
            v.blend(1f, v.compare(VectorOperators.GT, 1f)).intoArray(x, at + i);
        }
    }

    private static void limit(float[] x, int at, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
            v = v.blend(-1f, v.compare(VectorOperators.LT, -1f));
            v.blend(1f, v.compare(VectorOperators.GT, 1f)).intoArray(x, at + i);
        }
    }

    private static void softsign(float[] x, int at, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
            v.div(v.abs().add(1f)).intoArray(x, at + i);
        }
    }

    private static void multiply(float[] x, int at, int n, float[] factors) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector.fromArray(SPECIES, x, at + i)
                    .mul(FloatVector.fromArray(SPECIES, factors, i))
                    .intoArray(x, at + i);
        }
    }

    /** {@code x / (1 + e)}; the exponential ends short of infinity, where the product is -inf * 0. */
    private static void silu(float[] x, int at, int n, float[] e) {
        if (SILU.isHot()) {
            siluVectors(x, at, n, e);
        } else {
            long since = System.nanoTime();
            PlainTwins.silu(x, at, n, e);
            SILU.practise(since);
        }
    }

    static void siluVectors(float[] x, int at, int n, float[] e) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
            FloatVector y = v.div(FloatVector.fromArray(SPECIES, e, i).add(1f));
            y.blend(Float.NaN, v.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY))
                    .intoArray(x, at + i);
        }
    }

    private static void negated(float[] x, int at, int n, float[] into) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector.fromArray(SPECIES, x, at + i).neg().intoArray(into, i);
        }
    }

    /** {@code x tanh(log(1 + e))} is {@code x w / (w + 2)} with {@code w = e (e + 2)}; beyond 20 it is x. */
    private static void mish(float[] x, int at, int n, float[] e) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
            FloatVector power = FloatVector.fromArray(SPECIES, e, i);
            FloatVector w = power.mul(power.add(2f));
            FloatVector y = v.mul(w.div(w.add(2f)));
            y = y.blend(v, v.compare(VectorOperators.GT, 20f));
            y.blend(Float.NaN, v.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY))
                    .intoArray(x, at + i);
        }
    }

    /**
     * {@code x / 2 (1 + erf(x / sqrt 2))}, erf by the rational approximation of Eigen, which TensorFlow uses on CPUs
     * (generic_fast_erf_float), with exactly 1 at its ends.
     */
    private static void gelu(float[] x, int at, int n) {
        if (GELU.isHot()) {
            geluVectors(x, at, n);
        } else {
            long since = System.nanoTime();
            PlainTwins.gelu(x, at, n);
            GELU.practise(since);
        }
    }

    static void geluVectors(float[] x, int at, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
            FloatVector z = v.mul(SQRT_HALF);
            VectorMask<Float> above = z.compare(VectorOperators.GE, ERF_END);
            VectorMask<Float> below = z.compare(VectorOperators.LE, -ERF_END);
            z = z.blend(ERF_END, above).blend(-ERF_END, below);
            FloatVector square = z.mul(z);
            FloatVector p = FloatVector.broadcast(SPECIES, ERF_P6);
            p = p.fma(square, FloatVector.broadcast(SPECIES, ERF_P5));
            p = p.fma(square, FloatVector.broadcast(SPECIES, ERF_P4));
            p = p.fma(square, FloatVector.broadcast(SPECIES, ERF_P3));
            p = p.fma(square, FloatVector.broadcast(SPECIES, ERF_P2));
            p = p.fma(square, FloatVector.broadcast(SPECIES, ERF_P1));
            p = p.fma(square, FloatVector.broadcast(SPECIES, ERF_P0));
            FloatVector q = FloatVector.broadcast(SPECIES, ERF_Q4);
            q = q.fma(square, FloatVector.broadcast(SPECIES, ERF_Q3));
            q = q.fma(square, FloatVector.broadcast(SPECIES, ERF_Q2));
            q = q.fma(square, FloatVector.broadcast(SPECIES, ERF_Q1));
            q = q.fma(square, FloatVector.broadcast(SPECIES, ERF_Q0));
            FloatVector erf = p.mul(z).div(q).blend(1f, above).blend(-1f, below);
            v.mul(0.5f).mul(erf.add(1f)).intoArray(x, at + i);
        }
    }

    private static void cubic(float[] x, int at, int n, float[] into) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
            FloatVector cube = v.mul(v).mul(v).mul(0.044715f);
            v.add(cube).mul(SQRT_2_OVER_PI).intoArray(into, i);
        }
    }

    /** {@code x / 2 (1 + tanh)}; beyond 5.5 the tanh is 1 to the last place. */
    private static void half(float[] x, int at, int n, float[] tanh) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
            FloatVector t = FloatVector.fromArray(SPECIES, tanh, i);
            t = t.blend(1f, v.compare(VectorOperators.GT, 6f)).blend(-1f, v.compare(VectorOperators.LT, -6f));
            v.mul(0.5f).mul(t.add(1f)).intoArray(x, at + i);
        }
    }
}
