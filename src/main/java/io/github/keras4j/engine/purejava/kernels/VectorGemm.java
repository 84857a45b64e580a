package io.github.keras4j.engine.purejava.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code a b} in registers: blocks of 5 or 6 rows by 2 vectors of columns keep their sums in registers while they walk
 * the inner axis once, as in Goto and van de Geijn's "Anatomy of high-performance matrix multiplication". HotSpot does
 * not block registers by itself: a plain loop reaches 3 GFLOP/s on a core where {@link #block} reaches 90.
 *
 * <p>Sums are local variables, since an array of vectors would live on the heap. If a block has too few rows, its last
 * row is computed several times and written to the same place.
 *
 * <p>The speed of a loop compiled by C2 (JDK 17) depends on its range checks. If packed memory is read at constant
 * distances, C2 removes the checks, which is fastest; but it then moves loads forward, so that 6 rows do not fit AVX2's
 * 16 registers, and 5 do. If the distances are unknown, the checks stay and keep the loads in place: 6 rows fit, at
 * four fifths of the speed, without the cost of packing.
 */
final class VectorGemm {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();
    /** Columns of a panel. */
    static final int PANEL = 2 * LANES;
    /** Rows of a packed block. */
    static final int ROWS = 5;
    /** Distance of a packed block's inner positions: a power of two, which C2 needs for what is said above. */
    static final int BLOCK = 8;

    private VectorGemm() {}

    /** Packs rows that start at {@code a0} to {@code a4} as a block {@code [k][BLOCK]}. */
    static void pack(int k, float[] a, int a0, int a1, int a2, int a3, int a4, float[] packed, int to) {
        for (int p = 0; p < k; p++) {
            int at = to + p * BLOCK;
            packed[at] = a[a0 + p];
            packed[at + 1] = a[a1 + p];
            packed[at + 2] = a[a2 + p];
            packed[at + 3] = a[a3 + p];
            packed[at + 4] = a[a4 + p];
        }
    }

    /**
     * {@code c = init + a b} for one packed block and one panel.
     *
     * @param a {@code [k][BLOCK]}
     * @param b {@code [k][PANEL]}
     * @param init {@code c} itself to add to it, else what the rows start from, the first at {@code initAt}
     * @param c0 where the rows go
     */
    static void block(
            int k,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] init,
            int initAt,
            int initStride,
            float[] c,
            int c0,
            int c1,
            int c2,
            int c3,
            int c4) {
        boolean adds = init == c;
        int i0 = adds ? c0 : initAt;
        int i1 = adds ? c1 : initAt + initStride;
        int i2 = adds ? c2 : initAt + 2 * initStride;
        int i3 = adds ? c3 : initAt + 3 * initStride;
        int i4 = adds ? c4 : initAt + 4 * initStride;
        FloatVector s00 = FloatVector.fromArray(SPECIES, init, i0);
        FloatVector s01 = FloatVector.fromArray(SPECIES, init, i0 + LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, init, i1);
        FloatVector s11 = FloatVector.fromArray(SPECIES, init, i1 + LANES);
        FloatVector s20 = FloatVector.fromArray(SPECIES, init, i2);
        FloatVector s21 = FloatVector.fromArray(SPECIES, init, i2 + LANES);
        FloatVector s30 = FloatVector.fromArray(SPECIES, init, i3);
        FloatVector s31 = FloatVector.fromArray(SPECIES, init, i3 + LANES);
        FloatVector s40 = FloatVector.fromArray(SPECIES, init, i4);
        FloatVector s41 = FloatVector.fromArray(SPECIES, init, i4 + LANES);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p * BLOCK]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = FloatVector.broadcast(SPECIES, a[aAt + p * BLOCK + 1]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = FloatVector.broadcast(SPECIES, a[aAt + p * BLOCK + 2]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = FloatVector.broadcast(SPECIES, a[aAt + p * BLOCK + 3]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
            x = FloatVector.broadcast(SPECIES, a[aAt + p * BLOCK + 4]);
            s40 = x.fma(b0, s40);
            s41 = x.fma(b1, s41);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + LANES);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + LANES);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + LANES);
        s40.intoArray(c, c4);
        s41.intoArray(c, c4 + LANES);
    }

    /**
     * {@code c = start + a b} for packed blocks that follow one another, and one panel: {@code start} and {@code c} are
     * {@code [rows][PANEL]}, so that what a block starts from and goes to lies at constant distances, which takes a tenth
     * of the time off a short {@code k}.
     *
     * @param depth how long the packed blocks are; {@code k} positions of them count
     */
    static void blocks(int count, int depth, int k, float[] a, float[] b, int bAt, float[] start, float[] c, int cAt) {
        int aAt = 0;
        for (int block = 0, at = 0; block < count; block++, at += ROWS * PANEL) {
            FloatVector s00 = FloatVector.fromArray(SPECIES, start, at);
            FloatVector s01 = FloatVector.fromArray(SPECIES, start, at + LANES);
            FloatVector s10 = FloatVector.fromArray(SPECIES, start, at + PANEL);
            FloatVector s11 = FloatVector.fromArray(SPECIES, start, at + PANEL + LANES);
            FloatVector s20 = FloatVector.fromArray(SPECIES, start, at + 2 * PANEL);
            FloatVector s21 = FloatVector.fromArray(SPECIES, start, at + 2 * PANEL + LANES);
            FloatVector s30 = FloatVector.fromArray(SPECIES, start, at + 3 * PANEL);
            FloatVector s31 = FloatVector.fromArray(SPECIES, start, at + 3 * PANEL + LANES);
            FloatVector s40 = FloatVector.fromArray(SPECIES, start, at + 4 * PANEL);
            FloatVector s41 = FloatVector.fromArray(SPECIES, start, at + 4 * PANEL + LANES);
            for (int p = 0; p < k; p++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL + LANES);
                FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p * BLOCK]);
                s00 = x.fma(b0, s00);
                s01 = x.fma(b1, s01);
                x = FloatVector.broadcast(SPECIES, a[aAt + p * BLOCK + 1]);
                s10 = x.fma(b0, s10);
                s11 = x.fma(b1, s11);
                x = FloatVector.broadcast(SPECIES, a[aAt + p * BLOCK + 2]);
                s20 = x.fma(b0, s20);
                s21 = x.fma(b1, s21);
                x = FloatVector.broadcast(SPECIES, a[aAt + p * BLOCK + 3]);
                s30 = x.fma(b0, s30);
                s31 = x.fma(b1, s31);
                x = FloatVector.broadcast(SPECIES, a[aAt + p * BLOCK + 4]);
                s40 = x.fma(b0, s40);
                s41 = x.fma(b1, s41);
            }
            s00.intoArray(c, cAt + at);
            s01.intoArray(c, cAt + at + LANES);
            s10.intoArray(c, cAt + at + PANEL);
            s11.intoArray(c, cAt + at + PANEL + LANES);
            s20.intoArray(c, cAt + at + 2 * PANEL);
            s21.intoArray(c, cAt + at + 2 * PANEL + LANES);
            s30.intoArray(c, cAt + at + 3 * PANEL);
            s31.intoArray(c, cAt + at + 3 * PANEL + LANES);
            s40.intoArray(c, cAt + at + 4 * PANEL);
            s41.intoArray(c, cAt + at + 4 * PANEL + LANES);
            aAt += depth * BLOCK;
        }
    }

    /** As {@link #block}, for 4 rows that start at {@code a0} to {@code a3}. */
    static void rows4(
            int k,
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            float[] b,
            int bAt,
            float[] init,
            int initAt,
            int initStride,
            float[] c,
            int c0,
            int c1,
            int c2,
            int c3) {
        boolean adds = init == c;
        int i0 = adds ? c0 : initAt;
        int i1 = adds ? c1 : initAt + initStride;
        int i2 = adds ? c2 : initAt + 2 * initStride;
        int i3 = adds ? c3 : initAt + 3 * initStride;
        FloatVector s00 = FloatVector.fromArray(SPECIES, init, i0);
        FloatVector s01 = FloatVector.fromArray(SPECIES, init, i0 + LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, init, i1);
        FloatVector s11 = FloatVector.fromArray(SPECIES, init, i1 + LANES);
        FloatVector s20 = FloatVector.fromArray(SPECIES, init, i2);
        FloatVector s21 = FloatVector.fromArray(SPECIES, init, i2 + LANES);
        FloatVector s30 = FloatVector.fromArray(SPECIES, init, i3);
        FloatVector s31 = FloatVector.fromArray(SPECIES, init, i3 + LANES);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = FloatVector.broadcast(SPECIES, a[a3 + p]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + LANES);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + LANES);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + LANES);
    }

    /** {@code c += a b} for one row and {@code count} times four panels, {@code distance} apart, that go to adjacent columns. */
    static void rowBy4(int k, float[] a, int aAt, float[] b, int bAt, int distance, int count, float[] c, int cAt) {
        for (int group = 0; group < count; group++) {
            int to = cAt + group * 4 * PANEL;
            int b0 = bAt + group * 4 * distance;
            int b1 = b0 + distance;
            int b2 = b1 + distance;
            int b3 = b2 + distance;
            FloatVector s0 = FloatVector.fromArray(SPECIES, c, to);
            FloatVector s1 = FloatVector.fromArray(SPECIES, c, to + LANES);
            FloatVector s2 = FloatVector.fromArray(SPECIES, c, to + 2 * LANES);
            FloatVector s3 = FloatVector.fromArray(SPECIES, c, to + 3 * LANES);
            FloatVector s4 = FloatVector.fromArray(SPECIES, c, to + 4 * LANES);
            FloatVector s5 = FloatVector.fromArray(SPECIES, c, to + 5 * LANES);
            FloatVector s6 = FloatVector.fromArray(SPECIES, c, to + 6 * LANES);
            FloatVector s7 = FloatVector.fromArray(SPECIES, c, to + 7 * LANES);
            for (int p = 0; p < k; p++) {
                FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p]);
                s0 = x.fma(FloatVector.fromArray(SPECIES, b, b0 + p * PANEL), s0);
                s1 = x.fma(FloatVector.fromArray(SPECIES, b, b0 + p * PANEL + LANES), s1);
                s2 = x.fma(FloatVector.fromArray(SPECIES, b, b1 + p * PANEL), s2);
                s3 = x.fma(FloatVector.fromArray(SPECIES, b, b1 + p * PANEL + LANES), s3);
                s4 = x.fma(FloatVector.fromArray(SPECIES, b, b2 + p * PANEL), s4);
                s5 = x.fma(FloatVector.fromArray(SPECIES, b, b2 + p * PANEL + LANES), s5);
                s6 = x.fma(FloatVector.fromArray(SPECIES, b, b3 + p * PANEL), s6);
                s7 = x.fma(FloatVector.fromArray(SPECIES, b, b3 + p * PANEL + LANES), s7);
            }
            s0.intoArray(c, to);
            s1.intoArray(c, to + LANES);
            s2.intoArray(c, to + 2 * LANES);
            s3.intoArray(c, to + 3 * LANES);
            s4.intoArray(c, to + 4 * LANES);
            s5.intoArray(c, to + 5 * LANES);
            s6.intoArray(c, to + 6 * LANES);
            s7.intoArray(c, to + 7 * LANES);
        }
    }

    /**
     * {@code c += a b} for one row and two panels, {@code distance} apart, that go to {@code c0} and {@code c1}. Where the
     * panels overlap, the first one's columns stay.
     */
    static void rowBy2(int k, float[] a, int aAt, float[] b, int bAt, int distance, float[] c, int c0, int c1) {
        FloatVector s0 = FloatVector.fromArray(SPECIES, c, c0);
        FloatVector s1 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
        FloatVector s2 = FloatVector.fromArray(SPECIES, c, c1);
        FloatVector s3 = FloatVector.fromArray(SPECIES, c, c1 + LANES);
        int b1 = bAt + distance;
        for (int p = 0; p < k; p++) {
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p]);
            s0 = x.fma(FloatVector.fromArray(SPECIES, b, bAt + p * PANEL), s0);
            s1 = x.fma(FloatVector.fromArray(SPECIES, b, bAt + p * PANEL + LANES), s1);
            s2 = x.fma(FloatVector.fromArray(SPECIES, b, b1 + p * PANEL), s2);
            s3 = x.fma(FloatVector.fromArray(SPECIES, b, b1 + p * PANEL + LANES), s3);
        }
        s2.intoArray(c, c1);
        s3.intoArray(c, c1 + LANES);
        s0.intoArray(c, c0);
        s1.intoArray(c, c0 + LANES);
    }

    /** {@code c += a b} for one row and one panel, as {@link #rowBy2}. */
    static void row(int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        rowBy2(k, a, aAt, b, bAt, 0, c, cAt, cAt);
    }

    /** {@code c += a b} for four rows and one vector of columns, for matrices narrower than a panel. */
    static void halfRows4(
            int k,
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            float[] b,
            int bAt,
            float[] c,
            int c0,
            int c1,
            int c2,
            int c3) {
        FloatVector s0 = FloatVector.fromArray(SPECIES, c, c0);
        FloatVector s1 = FloatVector.fromArray(SPECIES, c, c1);
        FloatVector s2 = FloatVector.fromArray(SPECIES, c, c2);
        FloatVector s3 = FloatVector.fromArray(SPECIES, c, c3);
        for (int p = 0, q = bAt; p < k; p++, q += LANES) {
            FloatVector y = FloatVector.fromArray(SPECIES, b, q);
            s0 = y.fma(FloatVector.broadcast(SPECIES, a[a0 + p]), s0);
            s1 = y.fma(FloatVector.broadcast(SPECIES, a[a1 + p]), s1);
            s2 = y.fma(FloatVector.broadcast(SPECIES, a[a2 + p]), s2);
            s3 = y.fma(FloatVector.broadcast(SPECIES, a[a3 + p]), s3);
        }
        s0.intoArray(c, c0);
        s1.intoArray(c, c1);
        s2.intoArray(c, c2);
        s3.intoArray(c, c3);
    }

    /** {@code c += a b} for one row and one vector of columns. */
    static void halfRow(int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        FloatVector s = FloatVector.fromArray(SPECIES, c, cAt);
        for (int p = 0, q = bAt; p < k; p++, q += LANES) {
            s = FloatVector.fromArray(SPECIES, b, q).fma(FloatVector.broadcast(SPECIES, a[aAt + p]), s);
        }
        s.intoArray(c, cAt);
    }
}
