package io.github.keras4j.engine.purejava.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Windows of three by three positions of one channel, the first layer of many networks for images without colours. Sums are
 * too short for {@link WideTiles}, which take longer to begin and end than to add up, and to copy such windows takes as long
 * again. So the nine weights of two vectors of filters stay in registers, and windows are read where they lie. The sums have
 * the tiles' bits.
 */
final class NineWeights {
    /** Windows that are computed together. */
    static final int TOGETHER = 4;

    private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
    private static final int LANES = VectorGemm.LANES;
    private static final int WIDE = 2 * LANES;

    private static final int[] STARTS = {0, 1, 2, 3, 4, 5, 6, 7};
    private static final Warmth WARMTH = new Warmth(
            2 * 150,
            scratch ->
                    vectors(STARTS, STARTS.length, scratch, 0, 8, 16, scratch, 64, scratch, 1024, scratch, 2048, WIDE));

    private NineWeights() {}

    /** Whether these are such windows, of whole panels of filters. */
    static boolean fit(int windows, int[] parts, int length, WidePanels panels) {
        return length == 3 && parts.length == 3 && windows >= TOGETHER && panels.columns() % WIDE == 0;
    }

    static boolean areHot() {
        return WARMTH.isHot();
    }

    /** @param since when other loops began to compute these windows, which has ended now */
    static void practise(long since) {
        WARMTH.practise(since);
    }

    /** {@code c = windows times b + bias}, where {@link #fit}; {@code cPlane} as of {@link WideProducts#run}. */
    static void run(
            int[] starts,
            int[] parts,
            float[] a,
            int aAt,
            float[] values,
            WidePanels panels,
            float[] bias,
            int biasAt,
            float[] c,
            int cAt,
            int cStride,
            int cPlane) {
        for (int i = 0; i < panels.count(); i++) {
            vectors(
                    starts,
                    starts.length,
                    a,
                    aAt + parts[0],
                    aAt + parts[1],
                    aAt + parts[2],
                    values,
                    panels.at(i),
                    bias,
                    biasAt + panels.first(i),
                    c,
                    cAt + panels.place(i, cPlane),
                    cStride);
        }
    }

    /**
     * One panel. Where windows do not come in fours, the last four overlap those before.
     *
     * @param a0 where the windows' first lines begin, {@code starts} further
     */
    static void vectors(
            int[] starts,
            int windows,
            float[] a,
            int a0,
            int a1,
            int a2,
            float[] b,
            int bAt,
            float[] bias,
            int biasAt,
            float[] c,
            int cAt,
            int cStride) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector bias0 = FloatVector.fromArray(SPECIES, bias, biasAt);
        FloatVector bias1 = FloatVector.fromArray(SPECIES, bias, biasAt + LANES);
        FloatVector w0v0 = FloatVector.fromArray(SPECIES, b, bAt + 0 * WIDE);
        FloatVector w0v1 = FloatVector.fromArray(SPECIES, b, bAt + 0 * WIDE + LANES);
        FloatVector w1v0 = FloatVector.fromArray(SPECIES, b, bAt + 1 * WIDE);
        FloatVector w1v1 = FloatVector.fromArray(SPECIES, b, bAt + 1 * WIDE + LANES);
        FloatVector w2v0 = FloatVector.fromArray(SPECIES, b, bAt + 2 * WIDE);
        FloatVector w2v1 = FloatVector.fromArray(SPECIES, b, bAt + 2 * WIDE + LANES);
        FloatVector w3v0 = FloatVector.fromArray(SPECIES, b, bAt + 3 * WIDE);
        FloatVector w3v1 = FloatVector.fromArray(SPECIES, b, bAt + 3 * WIDE + LANES);
        FloatVector w4v0 = FloatVector.fromArray(SPECIES, b, bAt + 4 * WIDE);
        FloatVector w4v1 = FloatVector.fromArray(SPECIES, b, bAt + 4 * WIDE + LANES);
        FloatVector w5v0 = FloatVector.fromArray(SPECIES, b, bAt + 5 * WIDE);
        FloatVector w5v1 = FloatVector.fromArray(SPECIES, b, bAt + 5 * WIDE + LANES);
        FloatVector w6v0 = FloatVector.fromArray(SPECIES, b, bAt + 6 * WIDE);
        FloatVector w6v1 = FloatVector.fromArray(SPECIES, b, bAt + 6 * WIDE + LANES);
        FloatVector w7v0 = FloatVector.fromArray(SPECIES, b, bAt + 7 * WIDE);
        FloatVector w7v1 = FloatVector.fromArray(SPECIES, b, bAt + 7 * WIDE + LANES);
        FloatVector w8v0 = FloatVector.fromArray(SPECIES, b, bAt + 8 * WIDE);
        FloatVector w8v1 = FloatVector.fromArray(SPECIES, b, bAt + 8 * WIDE + LANES);
        for (int i = 0; i < windows; i += TOGETHER) {
            int first = Math.min(i, windows - TOGETHER);
            int r0 = starts[first + 0];
            int r1 = starts[first + 1];
            int r2 = starts[first + 2];
            int r3 = starts[first + 3];
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + r0]);
            FloatVector s0v0 = x.fma(w0v0, zero);
            FloatVector s0v1 = x.fma(w0v1, zero);
            x = FloatVector.broadcast(SPECIES, a[a0 + r1]);
            FloatVector s1v0 = x.fma(w0v0, zero);
            FloatVector s1v1 = x.fma(w0v1, zero);
            x = FloatVector.broadcast(SPECIES, a[a0 + r2]);
            FloatVector s2v0 = x.fma(w0v0, zero);
            FloatVector s2v1 = x.fma(w0v1, zero);
            x = FloatVector.broadcast(SPECIES, a[a0 + r3]);
            FloatVector s3v0 = x.fma(w0v0, zero);
            FloatVector s3v1 = x.fma(w0v1, zero);
            x = FloatVector.broadcast(SPECIES, a[a0 + r0 + 1]);
            s0v0 = x.fma(w1v0, s0v0);
            s0v1 = x.fma(w1v1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[a0 + r1 + 1]);
            s1v0 = x.fma(w1v0, s1v0);
            s1v1 = x.fma(w1v1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[a0 + r2 + 1]);
            s2v0 = x.fma(w1v0, s2v0);
            s2v1 = x.fma(w1v1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[a0 + r3 + 1]);
            s3v0 = x.fma(w1v0, s3v0);
            s3v1 = x.fma(w1v1, s3v1);
            x = FloatVector.broadcast(SPECIES, a[a0 + r0 + 2]);
            s0v0 = x.fma(w2v0, s0v0);
            s0v1 = x.fma(w2v1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[a0 + r1 + 2]);
            s1v0 = x.fma(w2v0, s1v0);
            s1v1 = x.fma(w2v1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[a0 + r2 + 2]);
            s2v0 = x.fma(w2v0, s2v0);
            s2v1 = x.fma(w2v1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[a0 + r3 + 2]);
            s3v0 = x.fma(w2v0, s3v0);
            s3v1 = x.fma(w2v1, s3v1);
            x = FloatVector.broadcast(SPECIES, a[a1 + r0]);
            s0v0 = x.fma(w3v0, s0v0);
            s0v1 = x.fma(w3v1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[a1 + r1]);
            s1v0 = x.fma(w3v0, s1v0);
            s1v1 = x.fma(w3v1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[a1 + r2]);
            s2v0 = x.fma(w3v0, s2v0);
            s2v1 = x.fma(w3v1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[a1 + r3]);
            s3v0 = x.fma(w3v0, s3v0);
            s3v1 = x.fma(w3v1, s3v1);
            x = FloatVector.broadcast(SPECIES, a[a1 + r0 + 1]);
            s0v0 = x.fma(w4v0, s0v0);
            s0v1 = x.fma(w4v1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[a1 + r1 + 1]);
            s1v0 = x.fma(w4v0, s1v0);
            s1v1 = x.fma(w4v1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[a1 + r2 + 1]);
            s2v0 = x.fma(w4v0, s2v0);
            s2v1 = x.fma(w4v1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[a1 + r3 + 1]);
            s3v0 = x.fma(w4v0, s3v0);
            s3v1 = x.fma(w4v1, s3v1);
            x = FloatVector.broadcast(SPECIES, a[a1 + r0 + 2]);
            s0v0 = x.fma(w5v0, s0v0);
            s0v1 = x.fma(w5v1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[a1 + r1 + 2]);
            s1v0 = x.fma(w5v0, s1v0);
            s1v1 = x.fma(w5v1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[a1 + r2 + 2]);
            s2v0 = x.fma(w5v0, s2v0);
            s2v1 = x.fma(w5v1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[a1 + r3 + 2]);
            s3v0 = x.fma(w5v0, s3v0);
            s3v1 = x.fma(w5v1, s3v1);
            x = FloatVector.broadcast(SPECIES, a[a2 + r0]);
            s0v0 = x.fma(w6v0, s0v0);
            s0v1 = x.fma(w6v1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[a2 + r1]);
            s1v0 = x.fma(w6v0, s1v0);
            s1v1 = x.fma(w6v1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[a2 + r2]);
            s2v0 = x.fma(w6v0, s2v0);
            s2v1 = x.fma(w6v1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[a2 + r3]);
            s3v0 = x.fma(w6v0, s3v0);
            s3v1 = x.fma(w6v1, s3v1);
            x = FloatVector.broadcast(SPECIES, a[a2 + r0 + 1]);
            s0v0 = x.fma(w7v0, s0v0);
            s0v1 = x.fma(w7v1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[a2 + r1 + 1]);
            s1v0 = x.fma(w7v0, s1v0);
            s1v1 = x.fma(w7v1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[a2 + r2 + 1]);
            s2v0 = x.fma(w7v0, s2v0);
            s2v1 = x.fma(w7v1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[a2 + r3 + 1]);
            s3v0 = x.fma(w7v0, s3v0);
            s3v1 = x.fma(w7v1, s3v1);
            x = FloatVector.broadcast(SPECIES, a[a2 + r0 + 2]);
            s0v0 = x.fma(w8v0, s0v0);
            s0v1 = x.fma(w8v1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[a2 + r1 + 2]);
            s1v0 = x.fma(w8v0, s1v0);
            s1v1 = x.fma(w8v1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[a2 + r2 + 2]);
            s2v0 = x.fma(w8v0, s2v0);
            s2v1 = x.fma(w8v1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[a2 + r3 + 2]);
            s3v0 = x.fma(w8v0, s3v0);
            s3v1 = x.fma(w8v1, s3v1);
            int to = cAt + first * cStride; // sums of nine are filled up to ten with a zero, as in the tiles
            s0v0.add(zero).add(bias0).intoArray(c, to);
            s0v1.add(zero).add(bias1).intoArray(c, to + LANES);
            s1v0.add(zero).add(bias0).intoArray(c, to + 1 * cStride);
            s1v1.add(zero).add(bias1).intoArray(c, to + 1 * cStride + LANES);
            s2v0.add(zero).add(bias0).intoArray(c, to + 2 * cStride);
            s2v1.add(zero).add(bias1).intoArray(c, to + 2 * cStride + LANES);
            s3v0.add(zero).add(bias0).intoArray(c, to + 3 * cStride);
            s3v1.add(zero).add(bias1).intoArray(c, to + 3 * cStride + LANES);
        }
    }
}
