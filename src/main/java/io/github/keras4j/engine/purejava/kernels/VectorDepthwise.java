package io.github.keras4j.engine.purejava.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Depthwise convolutions over vectors of channels: the sums of an output, or of two neighbours that see as many positions,
 * stay in registers. The last vectors overlap those before, with the same results.
 */
final class VectorDepthwise {
    private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
    private static final int LANES = VectorGemm.LANES;
    private static final int FOUR = 4 * LANES;

    private VectorDepthwise() {}

    /** As {@link Kernels#depthwise}, for at least a vector of channels. */
    static void run(
            int n,
            float[] x,
            int xAt,
            float[] w,
            int out,
            int count,
            int[] first,
            int[] places,
            int[] weights,
            float[] sums,
            int to) {
        for (int start = 0; start < n; start += n - start >= FOUR ? FOUR : LANES) {
            boolean four = n - start >= FOUR;
            int c = four ? start : Math.min(start, n - LANES);
            int o = out;
            while (o < out + count) {
                int from = first[o];
                int size = first[o + 1] - from;
                int at = to + (o - out) * n + c;
                boolean pair = o + 1 < out + count
                        && first[o + 2] - first[o + 1] == size
                        && (size == 0
                                || weights[from] == weights[from + size]
                                        && weights[from + size - 1] == weights[from + 2 * size - 1]);
                if (four && pair) {
                    two(size, x, xAt + c, w, c, places, weights, from, sums, at, at + n);
                } else if (four) {
                    one(size, x, xAt + c, w, c, places, weights, from, sums, at);
                } else if (pair) {
                    narrowTwo(size, x, xAt + c, w, c, places, weights, from, sums, at, at + n);
                } else {
                    narrow(size, x, xAt + c, w, c, places, weights, from, sums, at);
                }
                o += pair ? 2 : 1;
            }
        }
    }

    private static void one(
            int size,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            int[] places,
            int[] weights,
            int from,
            float[] y,
            int to) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = from; i < from + size; i++) {
            int p = xAt + places[i];
            int q = wAt + weights[i];
            s0 = FloatVector.fromArray(SPECIES, x, p).fma(FloatVector.fromArray(SPECIES, w, q), s0);
            s1 = FloatVector.fromArray(SPECIES, x, p + LANES).fma(FloatVector.fromArray(SPECIES, w, q + LANES), s1);
            s2 = FloatVector.fromArray(SPECIES, x, p + 2 * LANES)
                    .fma(FloatVector.fromArray(SPECIES, w, q + 2 * LANES), s2);
            s3 = FloatVector.fromArray(SPECIES, x, p + 3 * LANES)
                    .fma(FloatVector.fromArray(SPECIES, w, q + 3 * LANES), s3);
        }
        s0.intoArray(y, to);
        s1.intoArray(y, to + LANES);
        s2.intoArray(y, to + 2 * LANES);
        s3.intoArray(y, to + 3 * LANES);
    }

    /** Two outputs with the same weights. */
    private static void two(
            int size,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            int[] places,
            int[] weights,
            int from,
            float[] y,
            int to,
            int next) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector t0 = s0;
        FloatVector t1 = s0;
        FloatVector t2 = s0;
        FloatVector t3 = s0;
        for (int i = from; i < from + size; i++) {
            int p = xAt + places[i];
            int r = xAt + places[i + size];
            int q = wAt + weights[i];
            FloatVector f = FloatVector.fromArray(SPECIES, w, q);
            s0 = FloatVector.fromArray(SPECIES, x, p).fma(f, s0);
            t0 = FloatVector.fromArray(SPECIES, x, r).fma(f, t0);
            f = FloatVector.fromArray(SPECIES, w, q + LANES);
            s1 = FloatVector.fromArray(SPECIES, x, p + LANES).fma(f, s1);
            t1 = FloatVector.fromArray(SPECIES, x, r + LANES).fma(f, t1);
            f = FloatVector.fromArray(SPECIES, w, q + 2 * LANES);
            s2 = FloatVector.fromArray(SPECIES, x, p + 2 * LANES).fma(f, s2);
            t2 = FloatVector.fromArray(SPECIES, x, r + 2 * LANES).fma(f, t2);
            f = FloatVector.fromArray(SPECIES, w, q + 3 * LANES);
            s3 = FloatVector.fromArray(SPECIES, x, p + 3 * LANES).fma(f, s3);
            t3 = FloatVector.fromArray(SPECIES, x, r + 3 * LANES).fma(f, t3);
        }
        s0.intoArray(y, to);
        s1.intoArray(y, to + LANES);
        s2.intoArray(y, to + 2 * LANES);
        s3.intoArray(y, to + 3 * LANES);
        t0.intoArray(y, next);
        t1.intoArray(y, next + LANES);
        t2.intoArray(y, next + 2 * LANES);
        t3.intoArray(y, next + 3 * LANES);
    }

    private static void narrowTwo(
            int size,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            int[] places,
            int[] weights,
            int from,
            float[] y,
            int to,
            int next) {
        FloatVector s = FloatVector.zero(SPECIES);
        FloatVector t = s;
        for (int i = from; i < from + size; i++) {
            FloatVector f = FloatVector.fromArray(SPECIES, w, wAt + weights[i]);
            s = FloatVector.fromArray(SPECIES, x, xAt + places[i]).fma(f, s);
            t = FloatVector.fromArray(SPECIES, x, xAt + places[i + size]).fma(f, t);
        }
        s.intoArray(y, to);
        t.intoArray(y, next);
    }

    private static void narrow(
            int size,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            int[] places,
            int[] weights,
            int from,
            float[] y,
            int to) {
        FloatVector s = FloatVector.zero(SPECIES);
        for (int i = from; i < from + size; i++) {
            s = FloatVector.fromArray(SPECIES, x, xAt + places[i])
                    .fma(FloatVector.fromArray(SPECIES, w, wAt + weights[i]), s);
        }
        s.intoArray(y, to);
    }
}
