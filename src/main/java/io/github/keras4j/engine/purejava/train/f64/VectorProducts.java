package io.github.keras4j.engine.purejava.train.f64;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of matrices on the Vector API. Tiles of four rows by two vectors of sums stay in registers, so that no sum
 * waits for itself; a rest of columns goes through the same tiles in scratch memory. Every sum adds up in the order of
 * the inner axis, one fused multiply-add after the other, whatever tile it is in. One small method for each loop, or C2
 * keeps vectors on the heap.
 */
final class VectorProducts {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int BLOCK = 8 * LANES;

    private VectorProducts() {}

    /** C += A B, with A (rows, inner) at aRow from row to row and aStep along a row, B (inner, cols), C (rows, cols). */
    static void add(
            int rows,
            int inner,
            int cols,
            double[] a,
            int aAt,
            int aRow,
            int aStep,
            double[] b,
            int bAt,
            int bStride,
            double[] c,
            int cAt,
            int cStride) {
        int whole = cols - cols % LANES;
        int r = 0;
        for (; r + 4 <= rows; r += 4) {
            int from = aAt + r * aRow;
            int to = cAt + r * cStride;
            int i = 0;
            for (; i + 2 * LANES <= whole; i += 2 * LANES) {
                fourByTwo(inner, a, from, aRow, aStep, b, bAt + i, bStride, c, to + i, cStride);
            }
            if (i < whole) {
                fourByOne(inner, a, from, aRow, aStep, b, bAt + i, bStride, c, to + i, cStride);
            }
        }
        for (; r < rows; r++) {
            int from = aAt + r * aRow;
            int to = cAt + r * cStride;
            int i = 0;
            for (; i + BLOCK <= whole; i += BLOCK) {
                sumBlock(inner, a, from, aStep, b, bAt + i, bStride, c, to + i);
            }
            for (; i < whole; i += LANES) {
                sumVector(inner, a, from, aStep, b, bAt + i, bStride, c, to + i);
            }
        }
        if (whole < cols && rows < 4) {
            fewRows(rows, inner, cols - whole, a, aAt, aRow, aStep, b, bAt + whole, bStride, c, cAt + whole, cStride);
        } else if (whole < cols) {
            rest(rows, inner, cols - whole, a, aAt, aRow, aStep, b, bAt + whole, bStride, c, cAt + whole, cStride);
        }
    }

    /** Columns that fill no vector: padded with zeros. */
    private static void rest(
            int rows,
            int inner,
            int cols,
            double[] a,
            int aAt,
            int aRow,
            int aStep,
            double[] b,
            int bAt,
            int bStride,
            double[] c,
            int cAt,
            int cStride) {
        double[] padded = new double[inner * LANES];
        for (int k = 0; k < inner; k++) {
            for (int i = 0; i < cols; i++) {
                padded[k * LANES + i] = b[bAt + k * bStride + i];
            }
        }
        double[] sums = new double[4 * LANES];
        for (int r = 0; r < rows; r += 4) {
            int height = Math.min(4, rows - r);
            for (int row = 0; row < height; row++) {
                System.arraycopy(c, cAt + (r + row) * cStride, sums, row * LANES, cols);
            }
            int from = aAt + r * aRow;
            if (height == 4) {
                fourByOne(inner, a, from, aRow, aStep, padded, 0, LANES, sums, 0, LANES);
            } else {
                for (int row = 0; row < height; row++) {
                    sumVector(inner, a, from + row * aRow, aStep, padded, 0, LANES, sums, row * LANES);
                }
            }
            for (int row = 0; row < height; row++) {
                System.arraycopy(sums, row * LANES, c, cAt + (r + row) * cStride, cols);
            }
        }
    }

    private static void fewRows(
            int rows,
            int inner,
            int cols,
            double[] a,
            int aAt,
            int aRow,
            int aStep,
            double[] b,
            int bAt,
            int bStride,
            double[] c,
            int cAt,
            int cStride) {
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < cols; i++) {
                double sum = c[cAt + r * cStride + i];
                for (int k = 0; k < inner; k++) {
                    sum += a[aAt + r * aRow + k * aStep] * b[bAt + k * bStride + i];
                }
                c[cAt + r * cStride + i] = sum;
            }
        }
    }

    private static void fourByTwo(
            int inner,
            double[] a,
            int aAt,
            int aRow,
            int aStep,
            double[] b,
            int bAt,
            int bStride,
            double[] c,
            int cAt,
            int cStride) {
        DoubleVector s0 = DoubleVector.fromArray(SPECIES, c, cAt);
        DoubleVector t0 = DoubleVector.fromArray(SPECIES, c, cAt + LANES);
        DoubleVector s1 = DoubleVector.fromArray(SPECIES, c, cAt + cStride);
        DoubleVector t1 = DoubleVector.fromArray(SPECIES, c, cAt + cStride + LANES);
        DoubleVector s2 = DoubleVector.fromArray(SPECIES, c, cAt + 2 * cStride);
        DoubleVector t2 = DoubleVector.fromArray(SPECIES, c, cAt + 2 * cStride + LANES);
        DoubleVector s3 = DoubleVector.fromArray(SPECIES, c, cAt + 3 * cStride);
        DoubleVector t3 = DoubleVector.fromArray(SPECIES, c, cAt + 3 * cStride + LANES);
        for (int k = 0; k < inner; k++) {
            int at = aAt + k * aStep;
            DoubleVector left = DoubleVector.fromArray(SPECIES, b, bAt + k * bStride);
            DoubleVector right = DoubleVector.fromArray(SPECIES, b, bAt + k * bStride + LANES);
            DoubleVector f0 = DoubleVector.broadcast(SPECIES, a[at]);
            s0 = f0.fma(left, s0);
            t0 = f0.fma(right, t0);
            DoubleVector f1 = DoubleVector.broadcast(SPECIES, a[at + aRow]);
            s1 = f1.fma(left, s1);
            t1 = f1.fma(right, t1);
            DoubleVector f2 = DoubleVector.broadcast(SPECIES, a[at + 2 * aRow]);
            s2 = f2.fma(left, s2);
            t2 = f2.fma(right, t2);
            DoubleVector f3 = DoubleVector.broadcast(SPECIES, a[at + 3 * aRow]);
            s3 = f3.fma(left, s3);
            t3 = f3.fma(right, t3);
        }
        s0.intoArray(c, cAt);
        t0.intoArray(c, cAt + LANES);
        s1.intoArray(c, cAt + cStride);
        t1.intoArray(c, cAt + cStride + LANES);
        s2.intoArray(c, cAt + 2 * cStride);
        t2.intoArray(c, cAt + 2 * cStride + LANES);
        s3.intoArray(c, cAt + 3 * cStride);
        t3.intoArray(c, cAt + 3 * cStride + LANES);
    }

    private static void fourByOne(
            int inner,
            double[] a,
            int aAt,
            int aRow,
            int aStep,
            double[] b,
            int bAt,
            int bStride,
            double[] c,
            int cAt,
            int cStride) {
        DoubleVector s0 = DoubleVector.fromArray(SPECIES, c, cAt);
        DoubleVector s1 = DoubleVector.fromArray(SPECIES, c, cAt + cStride);
        DoubleVector s2 = DoubleVector.fromArray(SPECIES, c, cAt + 2 * cStride);
        DoubleVector s3 = DoubleVector.fromArray(SPECIES, c, cAt + 3 * cStride);
        for (int k = 0; k < inner; k++) {
            int at = aAt + k * aStep;
            DoubleVector row = DoubleVector.fromArray(SPECIES, b, bAt + k * bStride);
            s0 = DoubleVector.broadcast(SPECIES, a[at]).fma(row, s0);
            s1 = DoubleVector.broadcast(SPECIES, a[at + aRow]).fma(row, s1);
            s2 = DoubleVector.broadcast(SPECIES, a[at + 2 * aRow]).fma(row, s2);
            s3 = DoubleVector.broadcast(SPECIES, a[at + 3 * aRow]).fma(row, s3);
        }
        s0.intoArray(c, cAt);
        s1.intoArray(c, cAt + cStride);
        s2.intoArray(c, cAt + 2 * cStride);
        s3.intoArray(c, cAt + 3 * cStride);
    }

    /** Eight vectors of y += the sum of {@code rows} rows of x, each times its factor. */
    private static void sumBlock(
            int rows, double[] f, int fAt, int fStep, double[] x, int xAt, int xStride, double[] y, int yAt) {
        DoubleVector s0 = DoubleVector.fromArray(SPECIES, y, yAt);
        DoubleVector s1 = DoubleVector.fromArray(SPECIES, y, yAt + LANES);
        DoubleVector s2 = DoubleVector.fromArray(SPECIES, y, yAt + 2 * LANES);
        DoubleVector s3 = DoubleVector.fromArray(SPECIES, y, yAt + 3 * LANES);
        DoubleVector s4 = DoubleVector.fromArray(SPECIES, y, yAt + 4 * LANES);
        DoubleVector s5 = DoubleVector.fromArray(SPECIES, y, yAt + 5 * LANES);
        DoubleVector s6 = DoubleVector.fromArray(SPECIES, y, yAt + 6 * LANES);
        DoubleVector s7 = DoubleVector.fromArray(SPECIES, y, yAt + 7 * LANES);
        for (int k = 0; k < rows; k++) {
            DoubleVector factor = DoubleVector.broadcast(SPECIES, f[fAt + k * fStep]);
            int at = xAt + k * xStride;
            s0 = factor.fma(DoubleVector.fromArray(SPECIES, x, at), s0);
            s1 = factor.fma(DoubleVector.fromArray(SPECIES, x, at + LANES), s1);
            s2 = factor.fma(DoubleVector.fromArray(SPECIES, x, at + 2 * LANES), s2);
            s3 = factor.fma(DoubleVector.fromArray(SPECIES, x, at + 3 * LANES), s3);
            s4 = factor.fma(DoubleVector.fromArray(SPECIES, x, at + 4 * LANES), s4);
            s5 = factor.fma(DoubleVector.fromArray(SPECIES, x, at + 5 * LANES), s5);
            s6 = factor.fma(DoubleVector.fromArray(SPECIES, x, at + 6 * LANES), s6);
            s7 = factor.fma(DoubleVector.fromArray(SPECIES, x, at + 7 * LANES), s7);
        }
        s0.intoArray(y, yAt);
        s1.intoArray(y, yAt + LANES);
        s2.intoArray(y, yAt + 2 * LANES);
        s3.intoArray(y, yAt + 3 * LANES);
        s4.intoArray(y, yAt + 4 * LANES);
        s5.intoArray(y, yAt + 5 * LANES);
        s6.intoArray(y, yAt + 6 * LANES);
        s7.intoArray(y, yAt + 7 * LANES);
    }

    private static void sumVector(
            int rows, double[] f, int fAt, int fStep, double[] x, int xAt, int xStride, double[] y, int yAt) {
        DoubleVector sum = DoubleVector.fromArray(SPECIES, y, yAt);
        for (int k = 0; k < rows; k++) {
            sum = DoubleVector.broadcast(SPECIES, f[fAt + k * fStep])
                    .fma(DoubleVector.fromArray(SPECIES, x, xAt + k * xStride), sum);
        }
        sum.intoArray(y, yAt);
    }
}
