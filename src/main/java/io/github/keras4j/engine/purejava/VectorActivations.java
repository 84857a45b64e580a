package io.github.keras4j.engine.purejava;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Activations in place over a range. One small method for each loop: where several exponentials meet in one method,
 * C2 reaches its inlining budget and keeps vectors on the heap (1 to 2 KB a call, half the speed).
 *
 * <p>The formulas of {@link VectorMath} are written out in each loop: called, they sometimes are not inlined (when C2
 * has compiled one by itself first), and then every vector goes through the heap, at a third of the speed.
 *
 * <p>The loops run from the end. Where the range is no multiple of the vector's length, the first vector overlaps the
 * next one and leaves those lanes as they are, so each element is mapped once from its own input.
 */
final class VectorActivations {
    static final VectorSpecies<Float> WIDE = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Float> NARROW = FloatVector.SPECIES_128;

    private static final int LANES = WIDE.length();
    /** 0, 1, 2, ... */
    private static final FloatVector INDEX = FloatVector.broadcast(WIDE, 0f).addIndex(1);

    private VectorActivations() {}

    /** 1 / (1 + exp(-x)). */
    static void sigmoid(float[] x, int at, int n) {
        if (n < LANES) {
            sigmoidNarrow(x, at, n);
            return;
        }
        int back = n % LANES == 0 ? LANES : n % LANES;
        float kept = LANES - back;
        for (int i = n - LANES; i >= 0; i -= back, back = LANES, kept = 0) {
            FloatVector v = FloatVector.fromArray(WIDE, x, at + i);
            FloatVector clamped = v.neg().min(88.72283f).max(-87.33654f);
            FloatVector shifted = clamped.mul(VectorMath.LOG2_E).add(VectorMath.ROUND);
            FloatVector whole = shifted.sub(VectorMath.ROUND);
            FloatVector r = whole.fma(FloatVector.broadcast(WIDE, -VectorMath.LN2_HIGH), clamped);
            r = whole.fma(FloatVector.broadcast(WIDE, -VectorMath.LN2_LOW), r);
            FloatVector p = FloatVector.broadcast(WIDE, 1.9875691500E-4f);
            p = p.fma(r, FloatVector.broadcast(WIDE, 1.3981999507E-3f));
            p = p.fma(r, FloatVector.broadcast(WIDE, 8.3334519073E-3f));
            p = p.fma(r, FloatVector.broadcast(WIDE, 4.1665795894E-2f));
            p = p.fma(r, FloatVector.broadcast(WIDE, 1.6666665459E-1f));
            p = p.fma(r, FloatVector.broadcast(WIDE, 5.0000001201E-1f));
            p = p.fma(r.mul(r), r).add(1f);
            IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
            FloatVector e = p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
            FloatVector.broadcast(WIDE, 1f)
                    .div(e.add(1f))
                    .blend(v, INDEX.lt(kept))
                    .intoArray(x, at + i);
        }
    }

    private static void sigmoidNarrow(float[] x, int at, int n) {
        int i = 0;
        for (; i <= n - NARROW.length(); i += NARROW.length()) {
            VectorMath.sigmoid(NARROW, FloatVector.fromArray(NARROW, x, at + i)).intoArray(x, at + i);
        }
        for (; i < n; i++) {
            x[at + i] = ElementFunctions.sigmoid(x[at + i]);
        }
    }

    /** As {@link VectorMath#tanh}. */
    static void tanh(float[] x, int at, int n) {
        if (n < LANES) {
            tanhNarrow(x, at, n);
            return;
        }
        int back = n % LANES == 0 ? LANES : n % LANES;
        float kept = LANES - back;
        for (int i = n - LANES; i >= 0; i -= back, back = LANES, kept = 0) {
            FloatVector raw = FloatVector.fromArray(WIDE, x, at + i);
            FloatVector v = raw.min(7.90531110763549805f).max(-7.90531110763549805f);
            FloatVector square = v.mul(v);
            FloatVector p = FloatVector.broadcast(WIDE, -2.76076847742355e-16f);
            p = p.fma(square, FloatVector.broadcast(WIDE, 2.00018790482477e-13f));
            p = p.fma(square, FloatVector.broadcast(WIDE, -8.60467152213735e-11f));
            p = p.fma(square, FloatVector.broadcast(WIDE, 5.12229709037114e-08f));
            p = p.fma(square, FloatVector.broadcast(WIDE, 1.48572235717979e-05f));
            p = p.fma(square, FloatVector.broadcast(WIDE, 6.37261928875436e-04f));
            p = p.fma(square, FloatVector.broadcast(WIDE, 4.89352455891786e-03f));
            FloatVector q = FloatVector.broadcast(WIDE, 1.19825839466702e-06f);
            q = q.fma(square, FloatVector.broadcast(WIDE, 1.18534705686654e-04f));
            q = q.fma(square, FloatVector.broadcast(WIDE, 2.26843463243900e-03f));
            q = q.fma(square, FloatVector.broadcast(WIDE, 4.89352518554385e-03f));
            p.mul(v)
                    .div(q)
                    .blend(raw, raw.abs().lt(VectorMath.TINY))
                    .blend(raw, INDEX.lt(kept))
                    .intoArray(x, at + i);
        }
    }

    private static void tanhNarrow(float[] x, int at, int n) {
        int i = 0;
        for (; i <= n - NARROW.length(); i += NARROW.length()) {
            VectorMath.tanh(NARROW, FloatVector.fromArray(NARROW, x, at + i)).intoArray(x, at + i);
        }
        for (; i < n; i++) {
            x[at + i] = ElementFunctions.tanh(x[at + i]);
        }
    }

    /** max(x, 0), NaN staying NaN as in Keras. */
    static void relu(float[] x, int at, int n) {
        int i = 0;
        for (; i <= n - WIDE.length(); i += WIDE.length()) {
            FloatVector.fromArray(WIDE, x, at + i).max(0f).intoArray(x, at + i);
        }
        for (; i < n; i++) {
            x[at + i] = Math.max(x[at + i], 0f);
        }
    }

    /**
     * Softmax of one row of adjacent elements; exponentials and their sum in float32 as TensorFlow's, in another
     * order.
     */
    static void softmax(float[] x, int at, int n) {
        float max = max(x, at, n);
        exponentials(x, at, n, max);
        scale(x, at, n, 1f / sum(x, at, n));
    }

    private static float max(float[] x, int at, int n) {
        FloatVector most = FloatVector.fromArray(WIDE, x, at + n - WIDE.length());
        for (int i = 0; i <= n - WIDE.length(); i += WIDE.length()) {
            most = most.max(FloatVector.fromArray(WIDE, x, at + i));
        }
        return most.reduceLanes(VectorOperators.MAX);
    }

    private static void exponentials(float[] x, int at, int n, float max) {
        int back = n % LANES == 0 ? LANES : n % LANES;
        float kept = LANES - back;
        for (int i = n - LANES; i >= 0; i -= back, back = LANES, kept = 0) {
            FloatVector v = FloatVector.fromArray(WIDE, x, at + i);
            FloatVector clamped = v.sub(max).min(88.72283f).max(-87.33654f);
            FloatVector shifted = clamped.mul(VectorMath.LOG2_E).add(VectorMath.ROUND);
            FloatVector whole = shifted.sub(VectorMath.ROUND);
            FloatVector r = whole.fma(FloatVector.broadcast(WIDE, -VectorMath.LN2_HIGH), clamped);
            r = whole.fma(FloatVector.broadcast(WIDE, -VectorMath.LN2_LOW), r);
            FloatVector p = FloatVector.broadcast(WIDE, 1.9875691500E-4f);
            p = p.fma(r, FloatVector.broadcast(WIDE, 1.3981999507E-3f));
            p = p.fma(r, FloatVector.broadcast(WIDE, 8.3334519073E-3f));
            p = p.fma(r, FloatVector.broadcast(WIDE, 4.1665795894E-2f));
            p = p.fma(r, FloatVector.broadcast(WIDE, 1.6666665459E-1f));
            p = p.fma(r, FloatVector.broadcast(WIDE, 5.0000001201E-1f));
            p = p.fma(r.mul(r), r).add(1f);
            IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
            FloatVector e = p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
            e.blend(v, INDEX.lt(kept)).intoArray(x, at + i);
        }
    }

    private static float sum(float[] x, int at, int n) {
        FloatVector sums = FloatVector.zero(WIDE);
        int i = 0;
        for (; i <= n - WIDE.length(); i += WIDE.length()) {
            sums = sums.add(FloatVector.fromArray(WIDE, x, at + i));
        }
        float sum = sums.reduceLanes(VectorOperators.ADD);
        for (; i < n; i++) {
            sum += x[at + i];
        }
        return sum;
    }

    private static void scale(float[] x, int at, int n, float factor) {
        int i = 0;
        for (; i <= n - WIDE.length(); i += WIDE.length()) {
            FloatVector.fromArray(WIDE, x, at + i).mul(factor).intoArray(x, at + i);
        }
        for (; i < n; i++) {
            x[at + i] *= factor;
        }
    }
}
