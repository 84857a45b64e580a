package io.github.keras4j.engine.purejava.train.f64;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The exponential in float64, within 2 ulp: 2^k times a polynomial on [-ln 2 / 2, ln 2 / 2], whose coefficients
 * interpolate (e^r - 1 - r) / r^2 at ten Chebyshev points (error of the formula 1.6e-17). Float32 has a shorter one, in
 * a file of its own.
 */
final class VectorExp {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    /** Adding and taking away 1.5 * 2^52 rounds to the nearest integer and leaves it in the low bits. */
    private static final double ROUND = 6755399441055744.0;

    private static final double LN2_LOW = 2.3190468138462996e-17;

    private VectorExp() {}

    /** y = exp(factor x + shift); {@code n} is a multiple of the vector's length. Saturates at both ends. */
    static void exp(int n, double factor, double shift, double[] x, double[] y, int at) {
        for (int i = at; i < at + n; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i)
                    .mul(factor)
                    .add(shift)
                    .min(709.0)
                    .max(-708.0);
            DoubleVector shifted = v.mul(1.4426950408889634).add(ROUND);
            DoubleVector whole = shifted.sub(ROUND);
            DoubleVector r = whole.fma(DoubleVector.broadcast(SPECIES, -0.6931471805599453), v);
            r = whole.fma(DoubleVector.broadcast(SPECIES, -LN2_LOW), r);
            DoubleVector p = DoubleVector.broadcast(SPECIES, 2.5100472505694996e-08);
            p = p.fma(r, DoubleVector.broadcast(SPECIES, 2.7620201591031547e-07));
            p = p.fma(r, DoubleVector.broadcast(SPECIES, 2.7557268276905696e-06));
            p = p.fma(r, DoubleVector.broadcast(SPECIES, 2.4801521057868204e-05));
            p = p.fma(r, DoubleVector.broadcast(SPECIES, 0.00019841269863171557));
            p = p.fma(r, DoubleVector.broadcast(SPECIES, 0.0013888888917367081));
            p = p.fma(r, DoubleVector.broadcast(SPECIES, 0.008333333333330039));
            p = p.fma(r, DoubleVector.broadcast(SPECIES, 0.041666666666623824));
            p = p.fma(r, DoubleVector.broadcast(SPECIES, 0.16666666666666669));
            p = p.fma(r, DoubleVector.broadcast(SPECIES, 0.5000000000000001));
            p = p.fma(r.mul(r), r).add((double) 1);
            LongVector exponent = shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52);
            p.reinterpretAsLongs()
                    .add(exponent)
                    .reinterpretAsDoubles()
                    .add(v.sub(v)) // NaN stays NaN
                    .intoArray(y, i);
        }
    }
}
