package io.github.keras4j.engine.purejava;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code c += a b} in registers: blocks of 6 rows by 2 vectors of columns keep 12 sums in registers while they walk
 * the inner axis once, as in Goto and van de Geijn's "Anatomy of high-performance matrix multiplication". HotSpot does
 * not block registers by itself: a plain loop reaches 3 GFLOP/s on a core where this reaches 80.
 *
 * <p>A block's sums are local variables, since an array of vectors would live on the heap. {@code b} is read at
 * {@code bAt + k * bStride}, so the same blocks serve packed panels and row-major matrices.
 */
final class VectorGemm {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();
    /** Columns of a panel. */
    static final int PANEL = 2 * LANES;

    private VectorGemm() {}

    static void rows6(
            int k, float[] a, int aAt, int aStride, float[] b, int bAt, int bStride, float[] c, int cAt, int cStride) {
        int c1 = cAt + cStride;
        int c2 = c1 + cStride;
        int c3 = c2 + cStride;
        int c4 = c3 + cStride;
        int c5 = c4 + cStride;
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, cAt);
        FloatVector s01 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, c, c1);
        FloatVector s11 = FloatVector.fromArray(SPECIES, c, c1 + LANES);
        FloatVector s20 = FloatVector.fromArray(SPECIES, c, c2);
        FloatVector s21 = FloatVector.fromArray(SPECIES, c, c2 + LANES);
        FloatVector s30 = FloatVector.fromArray(SPECIES, c, c3);
        FloatVector s31 = FloatVector.fromArray(SPECIES, c, c3 + LANES);
        FloatVector s40 = FloatVector.fromArray(SPECIES, c, c4);
        FloatVector s41 = FloatVector.fromArray(SPECIES, c, c4 + LANES);
        FloatVector s50 = FloatVector.fromArray(SPECIES, c, c5);
        FloatVector s51 = FloatVector.fromArray(SPECIES, c, c5 + LANES);
        int a1 = aAt + aStride;
        int a2 = a1 + aStride;
        int a3 = a2 + aStride;
        int a4 = a3 + aStride;
        int a5 = a4 + aStride;
        for (int p = 0, q = bAt; p < k; p++, q += bStride) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, q);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, q + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p]);
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
            x = FloatVector.broadcast(SPECIES, a[a4 + p]);
            s40 = x.fma(b0, s40);
            s41 = x.fma(b1, s41);
            x = FloatVector.broadcast(SPECIES, a[a5 + p]);
            s50 = x.fma(b0, s50);
            s51 = x.fma(b1, s51);
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + LANES);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + LANES);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + LANES);
        s40.intoArray(c, c4);
        s41.intoArray(c, c4 + LANES);
        s50.intoArray(c, c5);
        s51.intoArray(c, c5 + LANES);
    }

    static void rows3(
            int k, float[] a, int aAt, int aStride, float[] b, int bAt, int bStride, float[] c, int cAt, int cStride) {
        int c1 = cAt + cStride;
        int c2 = c1 + cStride;
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, cAt);
        FloatVector s01 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, c, c1);
        FloatVector s11 = FloatVector.fromArray(SPECIES, c, c1 + LANES);
        FloatVector s20 = FloatVector.fromArray(SPECIES, c, c2);
        FloatVector s21 = FloatVector.fromArray(SPECIES, c, c2 + LANES);
        int a1 = aAt + aStride;
        int a2 = a1 + aStride;
        for (int p = 0, q = bAt; p < k; p++, q += bStride) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, q);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, q + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + LANES);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + LANES);
    }

    static void rows4(
            int k, float[] a, int aAt, int aStride, float[] b, int bAt, int bStride, float[] c, int cAt, int cStride) {
        int c1 = cAt + cStride;
        int c2 = c1 + cStride;
        int c3 = c2 + cStride;
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, cAt);
        FloatVector s01 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, c, c1);
        FloatVector s11 = FloatVector.fromArray(SPECIES, c, c1 + LANES);
        FloatVector s20 = FloatVector.fromArray(SPECIES, c, c2);
        FloatVector s21 = FloatVector.fromArray(SPECIES, c, c2 + LANES);
        FloatVector s30 = FloatVector.fromArray(SPECIES, c, c3);
        FloatVector s31 = FloatVector.fromArray(SPECIES, c, c3 + LANES);
        int a1 = aAt + aStride;
        int a2 = a1 + aStride;
        int a3 = a2 + aStride;
        for (int p = 0, q = bAt; p < k; p++, q += bStride) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, q);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, q + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p]);
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
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + LANES);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + LANES);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + LANES);
    }

    /** One row by one panel; two inner positions at a time hide the latency of the sums. */
    static void row(int k, float[] a, int aAt, float[] b, int bAt, int bStride, float[] c, int cAt) {
        FloatVector s0 = FloatVector.fromArray(SPECIES, c, cAt);
        FloatVector s1 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
        FloatVector t0 = FloatVector.zero(SPECIES);
        FloatVector t1 = FloatVector.zero(SPECIES);
        int p = 0;
        int q = bAt;
        for (; p < k - 1; p += 2, q += 2 * bStride) {
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p]);
            FloatVector y = FloatVector.broadcast(SPECIES, a[aAt + p + 1]);
            s0 = x.fma(FloatVector.fromArray(SPECIES, b, q), s0);
            s1 = x.fma(FloatVector.fromArray(SPECIES, b, q + LANES), s1);
            t0 = y.fma(FloatVector.fromArray(SPECIES, b, q + bStride), t0);
            t1 = y.fma(FloatVector.fromArray(SPECIES, b, q + bStride + LANES), t1);
        }
        if (p < k) {
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p]);
            s0 = x.fma(FloatVector.fromArray(SPECIES, b, q), s0);
            s1 = x.fma(FloatVector.fromArray(SPECIES, b, q + LANES), s1);
        }
        s0.add(t0).intoArray(c, cAt);
        s1.add(t1).intoArray(c, cAt + LANES);
    }

    /** One row by four adjacent panels that lie {@code panelStride} apart in {@code b}. */
    static void rowBy4(int k, float[] a, int aAt, float[] b, int bAt, int panelStride, float[] c, int cAt) {
        FloatVector s0 = FloatVector.fromArray(SPECIES, c, cAt);
        FloatVector s1 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
        FloatVector s2 = FloatVector.fromArray(SPECIES, c, cAt + 2 * LANES);
        FloatVector s3 = FloatVector.fromArray(SPECIES, c, cAt + 3 * LANES);
        FloatVector s4 = FloatVector.fromArray(SPECIES, c, cAt + 4 * LANES);
        FloatVector s5 = FloatVector.fromArray(SPECIES, c, cAt + 5 * LANES);
        FloatVector s6 = FloatVector.fromArray(SPECIES, c, cAt + 6 * LANES);
        FloatVector s7 = FloatVector.fromArray(SPECIES, c, cAt + 7 * LANES);
        int b1 = bAt + panelStride;
        int b2 = b1 + panelStride;
        int b3 = b2 + panelStride;
        for (int p = 0, q = 0; p < k; p++, q += PANEL) {
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p]);
            s0 = x.fma(FloatVector.fromArray(SPECIES, b, bAt + q), s0);
            s1 = x.fma(FloatVector.fromArray(SPECIES, b, bAt + q + LANES), s1);
            s2 = x.fma(FloatVector.fromArray(SPECIES, b, b1 + q), s2);
            s3 = x.fma(FloatVector.fromArray(SPECIES, b, b1 + q + LANES), s3);
            s4 = x.fma(FloatVector.fromArray(SPECIES, b, b2 + q), s4);
            s5 = x.fma(FloatVector.fromArray(SPECIES, b, b2 + q + LANES), s5);
            s6 = x.fma(FloatVector.fromArray(SPECIES, b, b3 + q), s6);
            s7 = x.fma(FloatVector.fromArray(SPECIES, b, b3 + q + LANES), s7);
        }
        s0.intoArray(c, cAt);
        s1.intoArray(c, cAt + LANES);
        s2.intoArray(c, cAt + 2 * LANES);
        s3.intoArray(c, cAt + 3 * LANES);
        s4.intoArray(c, cAt + 4 * LANES);
        s5.intoArray(c, cAt + 5 * LANES);
        s6.intoArray(c, cAt + 6 * LANES);
        s7.intoArray(c, cAt + 7 * LANES);
    }

    /** Four rows by one vector of columns, for matrices narrower than a panel. */
    static void halfRows4(int k, float[] a, int aAt, int aStride, float[] b, int bAt, float[] c, int cAt, int cStride) {
        int c1 = cAt + cStride;
        int c2 = c1 + cStride;
        int c3 = c2 + cStride;
        FloatVector s0 = FloatVector.fromArray(SPECIES, c, cAt);
        FloatVector s1 = FloatVector.fromArray(SPECIES, c, c1);
        FloatVector s2 = FloatVector.fromArray(SPECIES, c, c2);
        FloatVector s3 = FloatVector.fromArray(SPECIES, c, c3);
        int a1 = aAt + aStride;
        int a2 = a1 + aStride;
        int a3 = a2 + aStride;
        for (int p = 0, q = bAt; p < k; p++, q += LANES) {
            FloatVector y = FloatVector.fromArray(SPECIES, b, q);
            s0 = y.fma(FloatVector.broadcast(SPECIES, a[aAt + p]), s0);
            s1 = y.fma(FloatVector.broadcast(SPECIES, a[a1 + p]), s1);
            s2 = y.fma(FloatVector.broadcast(SPECIES, a[a2 + p]), s2);
            s3 = y.fma(FloatVector.broadcast(SPECIES, a[a3 + p]), s3);
        }
        s0.intoArray(c, cAt);
        s1.intoArray(c, c1);
        s2.intoArray(c, c2);
        s3.intoArray(c, c3);
    }

    /** One row by one vector of columns. */
    static void halfRow(int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        FloatVector s0 = FloatVector.fromArray(SPECIES, c, cAt);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        int p = 0;
        int q = bAt;
        for (; p < k - 3; p += 4, q += 4 * LANES) {
            s0 = FloatVector.fromArray(SPECIES, b, q).fma(FloatVector.broadcast(SPECIES, a[aAt + p]), s0);
            s1 = FloatVector.fromArray(SPECIES, b, q + LANES).fma(FloatVector.broadcast(SPECIES, a[aAt + p + 1]), s1);
            s2 = FloatVector.fromArray(SPECIES, b, q + 2 * LANES)
                    .fma(FloatVector.broadcast(SPECIES, a[aAt + p + 2]), s2);
            s3 = FloatVector.fromArray(SPECIES, b, q + 3 * LANES)
                    .fma(FloatVector.broadcast(SPECIES, a[aAt + p + 3]), s3);
        }
        for (; p < k; p++, q += LANES) {
            s0 = FloatVector.fromArray(SPECIES, b, q).fma(FloatVector.broadcast(SPECIES, a[aAt + p]), s0);
        }
        s0.add(s1).add(s2.add(s3)).intoArray(c, cAt);
    }

    /** The dot product of two adjacent ranges. */
    static float dot(int k, float[] a, int aAt, float[] b, int bAt) {
        FloatVector s = FloatVector.zero(SPECIES);
        int p = 0;
        for (; p <= k - LANES; p += LANES) {
            s = FloatVector.fromArray(SPECIES, a, aAt + p).fma(FloatVector.fromArray(SPECIES, b, bAt + p), s);
        }
        float sum = s.reduceLanes(VectorOperators.ADD);
        for (; p < k; p++) {
            sum = Math.fma(a[aAt + p], b[bAt + p], sum);
        }
        return sum;
    }
}
