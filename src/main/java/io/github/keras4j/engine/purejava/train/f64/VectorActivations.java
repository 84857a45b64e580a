package io.github.keras4j.engine.purejava.train.f64;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Activations made of exponentials, and their derivatives; whole vectors only. */
final class VectorActivations {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private VectorActivations() {}

    /** y, which is exp(-x), becomes 1 / (1 + y); 1 for x above {@code one}, 0 for x below {@code zero}. */
    static void sigmoidOfExp(int n, double one, double zero, double[] x, double[] y, int at) {
        for (int i = at; i < at + n; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            DoubleVector.broadcast(SPECIES, (double) 1)
                    .div(DoubleVector.fromArray(SPECIES, y, i).add(1))
                    .blend((double) 1, v.compare(VectorOperators.GT, one))
                    .blend((double) 0, v.compare(VectorOperators.LT, zero))
                    .intoArray(y, i);
        }
    }

    /** y, which is exp(2 x), becomes tanh(x): see {@link Transcendental#tanh}. */
    static void tanhOfExp(int n, double[] x, double[] y, int at) {
        for (int i = at; i < at + n; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            DoubleVector z = v.mul(v);
            DoubleVector p = z.mul((double) -9.64399179425052238628E-1)
                    .add((double) -9.92877231001918586564E1)
                    .mul(z)
                    .add((double) -1.61468768441708447952E3);
            DoubleVector q = z.add((double) 1.12811678491632931402E2)
                    .mul(z)
                    .add((double) 2.23548839060100448583E3)
                    .mul(z)
                    .add((double) 4.84406305325125486048E3);
            DoubleVector near = v.add(v.mul(z).mul(p.div(q)));
            VectorMask<Double> isNear = z.compare(VectorOperators.LT, (double) (0.625 * 0.625));
            DoubleVector far = DoubleVector.fromArray(SPECIES, y, i).add(1);
            DoubleVector.broadcast(SPECIES, (double) 1)
                    .sub(DoubleVector.broadcast(SPECIES, (double) 2).div(far))
                    .blend(near, isNear)
                    .intoArray(y, i);
        }
    }
}
