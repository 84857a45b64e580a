package io.github.keras4j.engine.purejava.train.f32;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The exponential in float32, within 2 ulp: Cephes' expf, as the inference kernels have it. */
final class VectorExp {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    /** Adding and taking away 1.5 * 2^23 rounds to the nearest integer and leaves it in the low bits. */
    private static final float ROUND = 12582912f;

    private VectorExp() {}

    /** y = exp(factor x + shift); {@code n} is a multiple of the vector's length. Saturates at both ends. */
    static void exp(int n, float factor, float shift, float[] x, float[] y, int at) {
        for (int i = at; i < at + n; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i)
                    .mul(factor)
                    .add(shift)
                    .min(88.3f)
                    .max(-87.33654f);
            FloatVector shifted = v.mul(1.44269504088896341f).add(ROUND);
            FloatVector whole = shifted.sub(ROUND);
            FloatVector r = whole.fma(FloatVector.broadcast(SPECIES, -0.693359375f), v);
            r = whole.fma(FloatVector.broadcast(SPECIES, 2.12194440e-4f), r);
            FloatVector p = FloatVector.broadcast(SPECIES, 1.9875691500E-4f);
            p = p.fma(r, FloatVector.broadcast(SPECIES, 1.3981999507E-3f));
            p = p.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073E-3f));
            p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894E-2f));
            p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459E-1f));
            p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201E-1f));
            p = p.fma(r.mul(r), r).add(1f);
            IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
            p.reinterpretAsInts()
                    .add(exponent)
                    .reinterpretAsFloats()
                    .add(v.sub(v)) // NaN stays NaN
                    .intoArray(y, i);
        }
    }
}
