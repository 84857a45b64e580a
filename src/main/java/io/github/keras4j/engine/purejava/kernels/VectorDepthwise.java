package io.github.keras4j.engine.purejava.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Depthwise convolutions over vectors of channels: the sums of an output, or of neighbours that see as many positions, stay
 * in registers. The last vectors overlap those before, and each sum has the same order, so that all ways give the same bits.
 */
final class VectorDepthwise {
    private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
    private static final int LANES = VectorGemm.LANES;
    private static final int FOUR = 4 * LANES;
    /** So many outputs of a window of three by three go together, */
    private static final int OUTPUTS = 4;
    /** and so many through all channels, so that what they see is in the first-level cache for the next vector. */
    private static final int BLOCK = 2 * OUTPUTS;

    /** Places of two windows of nine, for practice. */
    private static final int[] NINES = new int[18];

    private static final Warmth WARMTH = new Warmth(500, VectorDepthwise::practise);

    private VectorDepthwise() {}

    private static void practise(float[] scratch) {
        int to = 16 * FOUR;
        nine(scratch, 0, 0, 0, scratch, 0, LANES, BLOCK, scratch, to);
        two(9, scratch, 0, scratch, 0, NINES, NINES, 0, scratch, to, to + FOUR);
        one(9, scratch, 0, scratch, 0, NINES, NINES, 0, scratch, to);
        narrowTwo(9, scratch, 0, scratch, 0, NINES, NINES, 0, scratch, to, to + LANES);
        narrow(9, scratch, 0, scratch, 0, NINES, NINES, 0, scratch, to);
    }

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
        if (WARMTH.isHot()) {
            vectors(n, x, xAt, w, out, count, first, places, weights, sums, to);
        } else {
            long since = System.nanoTime();
            PlainTwins.depthwise(n, x, xAt, w, out, count, first, places, weights, sums, to);
            WARMTH.practise(since);
        }
    }

    static void vectors(
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
        int end = out + count;
        for (int o = out; o < end; ) {
            int many = neighbours(n, o, Math.min(o + BLOCK, end), first, places, weights) / OUTPUTS * OUTPUTS;
            int done = many;
            if (many > 0) {
                int at = first[o];
                for (int start = 0; start < n; start += LANES) {
                    int c = Math.min(start, n - LANES);
                    int p = xAt + c;
                    int y = to + (o - out) * n + c;
                    nine(x, p + places[at], p + places[at + 3], p + places[at + 6], w, c, n, many, sums, y);
                }
            } else {
                do {
                    done++;
                } while (o + done < end
                        && neighbours(n, o + done, Math.min(o + done + OUTPUTS, end), first, places, weights)
                                < OUTPUTS);
                any(n, x, xAt, w, o, done, first, places, weights, sums, to + (o - out) * n);
            }
            o += done;
        }
    }

    /** How many outputs from {@code o} on see three by three adjacent positions, each one position further. */
    private static int neighbours(int n, int o, int end, int[] first, int[] places, int[] weights) {
        int next = o;
        boolean fits = next < end && isNine(n, first[o], first, o, places, weights);
        while (fits) {
            next++;
            int at = first[next];
            fits = next < end
                    && first[next + 1] - at == 9
                    && weights[at] == 0
                    && places[at] == places[at - 9] + n
                    && places[at + 8] == places[at - 1] + n;
        }
        return next - o;
    }

    /** Whether an output sees all of a window of three lines of three adjacent positions. */
    private static boolean isNine(int n, int at, int[] first, int o, int[] places, int[] weights) {
        boolean fits = first[o + 1] - at == 9 && weights[at] == 0 && weights[at + 8] == 8 * n;
        for (int i = at; fits && i < at + 9; i += 3) {
            fits = places[i + 1] == places[i] + n && places[i + 2] == places[i] + 2 * n;
        }
        return fits;
    }

    /** One vector of channels of outputs that follow one another, a multiple of four, from where their windows' lines begin. */
    private static void nine(
            float[] x, int line0, int line1, int line2, float[] w, int wAt, int n, int count, float[] y, int to) {
        FloatVector w0 = FloatVector.fromArray(SPECIES, w, wAt);
        FloatVector w1 = FloatVector.fromArray(SPECIES, w, wAt + n);
        FloatVector w2 = FloatVector.fromArray(SPECIES, w, wAt + 2 * n);
        FloatVector w3 = FloatVector.fromArray(SPECIES, w, wAt + 3 * n);
        FloatVector w4 = FloatVector.fromArray(SPECIES, w, wAt + 4 * n);
        FloatVector w5 = FloatVector.fromArray(SPECIES, w, wAt + 5 * n);
        FloatVector w6 = FloatVector.fromArray(SPECIES, w, wAt + 6 * n);
        FloatVector w7 = FloatVector.fromArray(SPECIES, w, wAt + 7 * n);
        FloatVector w8 = FloatVector.fromArray(SPECIES, w, wAt + 8 * n);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < count; i += OUTPUTS) {
            int p = line0 + i * n;
            FloatVector v = FloatVector.fromArray(SPECIES, x, p);
            FloatVector s0 = v.fma(w0, zero);
            v = FloatVector.fromArray(SPECIES, x, p + n);
            s0 = v.fma(w1, s0);
            FloatVector s1 = v.fma(w0, zero);
            v = FloatVector.fromArray(SPECIES, x, p + 2 * n);
            s0 = v.fma(w2, s0);
            s1 = v.fma(w1, s1);
            FloatVector s2 = v.fma(w0, zero);
            v = FloatVector.fromArray(SPECIES, x, p + 3 * n);
            s1 = v.fma(w2, s1);
            s2 = v.fma(w1, s2);
            FloatVector s3 = v.fma(w0, zero);
            v = FloatVector.fromArray(SPECIES, x, p + 4 * n);
            s2 = v.fma(w2, s2);
            s3 = v.fma(w1, s3);
            v = FloatVector.fromArray(SPECIES, x, p + 5 * n);
            s3 = v.fma(w2, s3);
            p = line1 + i * n;
            v = FloatVector.fromArray(SPECIES, x, p);
            s0 = v.fma(w3, s0);
            v = FloatVector.fromArray(SPECIES, x, p + n);
            s0 = v.fma(w4, s0);
            s1 = v.fma(w3, s1);
            v = FloatVector.fromArray(SPECIES, x, p + 2 * n);
            s0 = v.fma(w5, s0);
            s1 = v.fma(w4, s1);
            s2 = v.fma(w3, s2);
            v = FloatVector.fromArray(SPECIES, x, p + 3 * n);
            s1 = v.fma(w5, s1);
            s2 = v.fma(w4, s2);
            s3 = v.fma(w3, s3);
            v = FloatVector.fromArray(SPECIES, x, p + 4 * n);
            s2 = v.fma(w5, s2);
            s3 = v.fma(w4, s3);
            v = FloatVector.fromArray(SPECIES, x, p + 5 * n);
            s3 = v.fma(w5, s3);
            p = line2 + i * n;
            v = FloatVector.fromArray(SPECIES, x, p);
            s0 = v.fma(w6, s0);
            v = FloatVector.fromArray(SPECIES, x, p + n);
            s0 = v.fma(w7, s0);
            s1 = v.fma(w6, s1);
            v = FloatVector.fromArray(SPECIES, x, p + 2 * n);
            s0 = v.fma(w8, s0);
            s1 = v.fma(w7, s1);
            s2 = v.fma(w6, s2);
            v = FloatVector.fromArray(SPECIES, x, p + 3 * n);
            s1 = v.fma(w8, s1);
            s2 = v.fma(w7, s2);
            s3 = v.fma(w6, s3);
            v = FloatVector.fromArray(SPECIES, x, p + 4 * n);
            s2 = v.fma(w8, s2);
            s3 = v.fma(w7, s3);
            v = FloatVector.fromArray(SPECIES, x, p + 5 * n);
            s3 = v.fma(w8, s3);
            s0.intoArray(y, to + i * n);
            s1.intoArray(y, to + (i + 1) * n);
            s2.intoArray(y, to + (i + 2) * n);
            s3.intoArray(y, to + (i + 3) * n);
        }
    }

    private static void any(
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
