package io.github.keras4j.engine.purejava;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * An LSTM's gates with sigmoid and tanh, without a pass for each: once the exponentials are there, two loops do the
 * rest with three divisions instead of five. The formulas are those of {@link VectorActivations}.
 */
final class VectorLstm {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private VectorLstm() {}

    /** {@code n}, a number of whole vectors. {@code gates} as for {@link Kernels#lstm}. */
    static void step(int n, float[] gates, int at, int plane, float[] c, int cAt, float[] h, int hAt) {
        if (plane == n) {
            VectorActivations.exponentials(gates, at, 3 * n, -1, 0);
        } else {
            for (int gate = 0; gate < 3; gate++) {
                VectorActivations.exponentials(gates, at + gate * plane, n, -1, 0);
            }
        }
        move(n, gates, at, plane, c, cAt, h, hAt);
    }

    /** {@code c = c / (1 + f) + tanh(g) / (1 + i)}, {@code h = tanh(c) / (1 + o)}. */
    private static void move(int n, float[] gates, int at, int plane, float[] c, int cAt, float[] h, int hAt) {
        int fAt = at + plane;
        int oAt = fAt + plane;
        int gAt = oAt + plane;
        for (int j = 0; j < n; j += SPECIES.length()) {
            FloatVector v = FloatVector.fromArray(SPECIES, gates, gAt + j);
            v = v.blend(7.90531110763549805f, v.compare(VectorOperators.GT, 7.90531110763549805f));
            v = v.blend(-7.90531110763549805f, v.compare(VectorOperators.LT, -7.90531110763549805f));
            FloatVector square = v.mul(v);
            FloatVector p = FloatVector.broadcast(SPECIES, -2.76076847742355e-16f);
            p = p.fma(square, FloatVector.broadcast(SPECIES, 2.00018790482477e-13f));
            p = p.fma(square, FloatVector.broadcast(SPECIES, -8.60467152213735e-11f));
            p = p.fma(square, FloatVector.broadcast(SPECIES, 5.12229709037114e-08f));
            p = p.fma(square, FloatVector.broadcast(SPECIES, 1.48572235717979e-05f));
            p = p.fma(square, FloatVector.broadcast(SPECIES, 6.37261928875436e-04f));
            p = p.fma(square, FloatVector.broadcast(SPECIES, 4.89352455891786e-03f));
            FloatVector q = FloatVector.broadcast(SPECIES, 1.19825839466702e-06f);
            q = q.fma(square, FloatVector.broadcast(SPECIES, 1.18534705686654e-04f));
            q = q.fma(square, FloatVector.broadcast(SPECIES, 2.26843463243900e-03f));
            q = q.fma(square, FloatVector.broadcast(SPECIES, 4.89352518554385e-03f));
            FloatVector input = FloatVector.fromArray(SPECIES, gates, at + j);
            FloatVector fresh = p.mul(v).div(input.fma(q, q));
            FloatVector forget = FloatVector.fromArray(SPECIES, gates, fAt + j).add(1f);
            v = FloatVector.fromArray(SPECIES, c, cAt + j).div(forget).add(fresh);
            v.intoArray(c, cAt + j);
            v = v.blend(7.90531110763549805f, v.compare(VectorOperators.GT, 7.90531110763549805f));
            v = v.blend(-7.90531110763549805f, v.compare(VectorOperators.LT, -7.90531110763549805f));
            square = v.mul(v);
            p = FloatVector.broadcast(SPECIES, -2.76076847742355e-16f);
            p = p.fma(square, FloatVector.broadcast(SPECIES, 2.00018790482477e-13f));
            p = p.fma(square, FloatVector.broadcast(SPECIES, -8.60467152213735e-11f));
            p = p.fma(square, FloatVector.broadcast(SPECIES, 5.12229709037114e-08f));
            p = p.fma(square, FloatVector.broadcast(SPECIES, 1.48572235717979e-05f));
            p = p.fma(square, FloatVector.broadcast(SPECIES, 6.37261928875436e-04f));
            p = p.fma(square, FloatVector.broadcast(SPECIES, 4.89352455891786e-03f));
            q = FloatVector.broadcast(SPECIES, 1.19825839466702e-06f);
            q = q.fma(square, FloatVector.broadcast(SPECIES, 1.18534705686654e-04f));
            q = q.fma(square, FloatVector.broadcast(SPECIES, 2.26843463243900e-03f));
            q = q.fma(square, FloatVector.broadcast(SPECIES, 4.89352518554385e-03f));
            FloatVector output = FloatVector.fromArray(SPECIES, gates, oAt + j);
            p.mul(v).div(output.fma(q, q)).intoArray(h, hAt + j);
        }
    }
}
