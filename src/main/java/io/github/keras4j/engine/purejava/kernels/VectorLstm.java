package io.github.keras4j.engine.purejava.kernels;

import static io.github.keras4j.engine.purejava.kernels.VectorActivations.TANH_END;
import static io.github.keras4j.engine.purejava.kernels.VectorActivations.TANH_P0;
import static io.github.keras4j.engine.purejava.kernels.VectorActivations.TANH_P1;
import static io.github.keras4j.engine.purejava.kernels.VectorActivations.TANH_P2;
import static io.github.keras4j.engine.purejava.kernels.VectorActivations.TANH_P3;
import static io.github.keras4j.engine.purejava.kernels.VectorActivations.TANH_P4;
import static io.github.keras4j.engine.purejava.kernels.VectorActivations.TANH_P5;
import static io.github.keras4j.engine.purejava.kernels.VectorActivations.TANH_P6;
import static io.github.keras4j.engine.purejava.kernels.VectorActivations.TANH_Q0;
import static io.github.keras4j.engine.purejava.kernels.VectorActivations.TANH_Q1;
import static io.github.keras4j.engine.purejava.kernels.VectorActivations.TANH_Q2;
import static io.github.keras4j.engine.purejava.kernels.VectorActivations.TANH_Q3;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * An LSTM's gates with sigmoid and tanh, without a pass for each: once the exponentials are there, three short loops do
 * the rest with three divisions instead of five, and two where the state is zero. One loop for all of it took a tenth
 * longer. The formulas are those of {@link VectorActivations}.
 */
final class VectorLstm {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final ThreadLocal<float[]> REST = ThreadLocal.withInitial(() -> new float[6 * LANES]);

    /** So many numbers has a practice. */
    private static final int PRACTICE = 16 * LANES;

    private static final Warmth GATED = new Warmth(
            25 * 16, scratch -> gatedVectors(PRACTICE, scratch, 0, scratch, PRACTICE, scratch, 2 * PRACTICE));

    private VectorLstm() {}

    /** {@code gates} as for {@link Kernels#lstm}. What is no whole vector is moved in scratch memory, by the same loop. */
    static void step(
            int n, float[] gates, int at, int plane, boolean fromZero, float[] c, int cAt, float[] h, int hAt) {
        int whole = SPECIES.loopBound(n);
        if (whole > 0) {
            vectors(whole, gates, at, plane, fromZero, c, cAt, h, hAt);
        }
        int rest = n - whole;
        if (rest > 0) {
            float[] part = REST.get();
            Arrays.fill(part, 0);
            for (int gate = 0; gate < 4; gate++) {
                System.arraycopy(gates, at + gate * plane + whole, part, gate * LANES, rest);
            }
            System.arraycopy(c, cAt + whole, part, 4 * LANES, rest);
            vectors(LANES, part, 0, LANES, fromZero, part, 4 * LANES, part, 5 * LANES);
            System.arraycopy(part, 4 * LANES, c, cAt + whole, rest);
            System.arraycopy(part, 5 * LANES, h, hAt + whole, rest);
        }
    }

    /** {@code n}, a number of whole vectors. */
    private static void vectors(
            int n, float[] gates, int at, int plane, boolean fromZero, float[] c, int cAt, float[] h, int hAt) {
        int first = fromZero ? 1 : 0;
        if (plane == n) {
            VectorActivations.exponentials(gates, at + first * n, (3 - first) * n);
        } else {
            for (int gate = first; gate < 3; gate++) {
                VectorActivations.exponentials(gates, at + gate * plane, n);
            }
        }
        int gAt = at + 3 * plane;
        if (fromZero) {
            gated(n, gates, gAt, gates, at + plane, c, cAt);
        } else {
            gated(n, gates, gAt, gates, at + plane, gates, gAt);
            move(n, gates, at, gates, gAt, c, cAt);
        }
        gated(n, c, cAt, gates, at + 2 * plane, h, hAt);
    }

    /** {@code c = c / (1 + f) + fresh}. */
    private static void move(int n, float[] f, int fAt, float[] fresh, int freshAt, float[] c, int cAt) {
        for (int j = 0; j < n; j += SPECIES.length()) {
            FloatVector.fromArray(SPECIES, c, cAt + j)
                    .div(FloatVector.fromArray(SPECIES, f, fAt + j).add(1f))
                    .add(FloatVector.fromArray(SPECIES, fresh, freshAt + j))
                    .intoArray(c, cAt + j);
        }
    }

    /** {@code y = tanh(x) / (1 + e)}, with one division. */
    private static void gated(int n, float[] x, int xAt, float[] e, int eAt, float[] y, int yAt) {
        if (GATED.isHot()) {
            gatedVectors(n, x, xAt, e, eAt, y, yAt);
        } else {
            long since = System.nanoTime();
            PlainTwins.gated(n, x, xAt, e, eAt, y, yAt);
            GATED.practise(since);
        }
    }

    static void gatedVectors(int n, float[] x, int xAt, float[] e, int eAt, float[] y, int yAt) {
        for (int j = 0; j < n; j += SPECIES.length()) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xAt + j);
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
            FloatVector exponential = FloatVector.fromArray(SPECIES, e, eAt + j);
            p.mul(v).div(exponential.fma(q, q)).intoArray(y, yAt + j);
        }
    }
}
