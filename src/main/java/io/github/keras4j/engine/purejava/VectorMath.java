package io.github.keras4j.engine.purejava;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * exp, sigmoid and tanh on vectors. The species is a constant of the caller's, so that HotSpot sees one too once
 * these are inlined. Worst errors, against the exact value, over every float32 input class that the tests walk: exp
 * and sigmoid 2 ulp, tanh 4 ulp; {@code VectorMathTest} holds them.
 */
final class VectorMath {
    /** Adding and taking away 1.5 * 2^23 rounds to the nearest integer and leaves it in the low bits. */
    static final float ROUND = 12582912f;

    static final float LOG2_E = 1.44269504088896341f;
    static final float LN2_HIGH = 0.693359375f;
    static final float LN2_LOW = -2.12194440e-4f;

    /** Below, tanh(x) is x, and the quotient would lose the digits of denormals. */
    static final float TINY = 4e-4f;

    private VectorMath() {}

    /** Cephes' expf: 2^n times a polynomial on [-ln 2 / 2, ln 2 / 2]. Saturates to infinity and 0. */
    static FloatVector exp(VectorSpecies<Float> species, FloatVector x) {
        FloatVector clamped = x.min(88.72283f).max(-87.33654f);
        FloatVector shifted = clamped.mul(LOG2_E).add(ROUND);
        IntVector n = shifted.reinterpretAsInts();
        FloatVector whole = shifted.sub(ROUND);
        FloatVector r = whole.fma(FloatVector.broadcast(species, -LN2_HIGH), clamped);
        r = whole.fma(FloatVector.broadcast(species, -LN2_LOW), r);
        FloatVector p = FloatVector.broadcast(species, 1.9875691500E-4f);
        p = p.fma(r, FloatVector.broadcast(species, 1.3981999507E-3f));
        p = p.fma(r, FloatVector.broadcast(species, 8.3334519073E-3f));
        p = p.fma(r, FloatVector.broadcast(species, 4.1665795894E-2f));
        p = p.fma(r, FloatVector.broadcast(species, 1.6666665459E-1f));
        p = p.fma(r, FloatVector.broadcast(species, 5.0000001201E-1f));
        p = p.fma(r.mul(r), r).add(1f);
        return p.reinterpretAsInts().add(n.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats();
    }

    /** 1 / (1 + exp(-x)). */
    static FloatVector sigmoid(VectorSpecies<Float> species, FloatVector x) {
        return FloatVector.broadcast(species, 1f).div(exp(species, x.neg()).add(1f));
    }

    /** The rational approximation of Eigen, which TensorFlow uses on CPUs (ptanh_float). */
    static FloatVector tanh(VectorSpecies<Float> species, FloatVector x) {
        FloatVector v = x.min(7.90531110763549805f).max(-7.90531110763549805f);
        FloatVector square = v.mul(v);
        FloatVector p = FloatVector.broadcast(species, -2.76076847742355e-16f);
        p = p.fma(square, FloatVector.broadcast(species, 2.00018790482477e-13f));
        p = p.fma(square, FloatVector.broadcast(species, -8.60467152213735e-11f));
        p = p.fma(square, FloatVector.broadcast(species, 5.12229709037114e-08f));
        p = p.fma(square, FloatVector.broadcast(species, 1.48572235717979e-05f));
        p = p.fma(square, FloatVector.broadcast(species, 6.37261928875436e-04f));
        p = p.fma(square, FloatVector.broadcast(species, 4.89352455891786e-03f));
        FloatVector q = FloatVector.broadcast(species, 1.19825839466702e-06f);
        q = q.fma(square, FloatVector.broadcast(species, 1.18534705686654e-04f));
        q = q.fma(square, FloatVector.broadcast(species, 2.26843463243900e-03f));
        q = q.fma(square, FloatVector.broadcast(species, 4.89352518554385e-03f));
        return p.mul(v).div(q).blend(x, x.abs().lt(TINY));
    }
}
