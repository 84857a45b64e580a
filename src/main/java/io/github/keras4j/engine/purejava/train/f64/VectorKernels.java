package io.github.keras4j.engine.purejava.train.f64;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * On the Vector API. In products eight vectors of sums stay in registers; what is left of a row goes one vector at a
 * time, and then to plain Java. One small method for each loop, or C2 keeps vectors on the heap.
 */
final class VectorKernels extends PlainKernels {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int BLOCK = 8 * LANES;

    @Override
    public void multiplyAdd(
            int rows,
            int inner,
            int cols,
            double[] a,
            int aAt,
            int aStride,
            double[] b,
            int bAt,
            int bStride,
            double[] c,
            int cAt,
            int cStride) {
        for (int r = 0; r < rows; r++) {
            int from = aAt + r * aStride;
            int to = cAt + r * cStride;
            int i = 0;
            for (; i + BLOCK <= cols; i += BLOCK) {
                sumBlock(inner, a, from, b, bAt + i, bStride, c, to + i);
            }
            for (; i + LANES <= cols; i += LANES) {
                sumVector(inner, a, from, b, bAt + i, bStride, c, to + i);
            }
            for (; i < cols; i++) {
                double sum = c[to + i];
                for (int k = 0; k < inner; k++) {
                    sum += a[from + k] * b[bAt + k * bStride + i];
                }
                c[to + i] = sum;
            }
        }
    }

    /** Eight vectors of y += the sum of {@code rows} rows of x, each times its factor. */
    private static void sumBlock(int rows, double[] f, int fAt, double[] x, int xAt, int xStride, double[] y, int yAt) {
        DoubleVector s0 = DoubleVector.fromArray(SPECIES, y, yAt);
        DoubleVector s1 = DoubleVector.fromArray(SPECIES, y, yAt + LANES);
        DoubleVector s2 = DoubleVector.fromArray(SPECIES, y, yAt + 2 * LANES);
        DoubleVector s3 = DoubleVector.fromArray(SPECIES, y, yAt + 3 * LANES);
        DoubleVector s4 = DoubleVector.fromArray(SPECIES, y, yAt + 4 * LANES);
        DoubleVector s5 = DoubleVector.fromArray(SPECIES, y, yAt + 5 * LANES);
        DoubleVector s6 = DoubleVector.fromArray(SPECIES, y, yAt + 6 * LANES);
        DoubleVector s7 = DoubleVector.fromArray(SPECIES, y, yAt + 7 * LANES);
        for (int k = 0; k < rows; k++) {
            DoubleVector factor = DoubleVector.broadcast(SPECIES, f[fAt + k]);
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
            int rows, double[] f, int fAt, double[] x, int xAt, int xStride, double[] y, int yAt) {
        DoubleVector sum = DoubleVector.fromArray(SPECIES, y, yAt);
        for (int k = 0; k < rows; k++) {
            sum = DoubleVector.broadcast(SPECIES, f[fAt + k])
                    .fma(DoubleVector.fromArray(SPECIES, x, xAt + k * xStride), sum);
        }
        sum.intoArray(y, yAt);
    }

    @Override
    public void outerAdd(
            int rows,
            int inner,
            int cols,
            double[] a,
            int aAt,
            int aStride,
            double[] c,
            int cAt,
            int cStride,
            double[] b,
            int bAt,
            int bStride) {
        int r = 0;
        for (; r + 2 <= rows; r += 2) {
            outerTwo(inner, cols, a, aAt + r * aStride, aStride, c, cAt + r * cStride, cStride, b, bAt, bStride);
        }
        for (; r < rows; r++) {
            outerOne(inner, cols, a, aAt + r * aStride, c, cAt + r * cStride, b, bAt, bStride);
        }
    }

    /** B += the outer product of a row of A and one of C. */
    private static void outerOne(
            int inner, int cols, double[] a, int aAt, double[] c, int cAt, double[] b, int bAt, int bStride) {
        for (int k = 0; k < inner; k++) {
            double factor = a[aAt + k];
            DoubleVector f = DoubleVector.broadcast(SPECIES, factor);
            int to = bAt + k * bStride;
            int i = 0;
            for (; i + LANES <= cols; i += LANES) {
                f.fma(DoubleVector.fromArray(SPECIES, c, cAt + i), DoubleVector.fromArray(SPECIES, b, to + i))
                        .intoArray(b, to + i);
            }
            for (; i < cols; i++) {
                b[to + i] += factor * c[cAt + i];
            }
        }
    }

    /** Two of them at once: B is read and written half as often. */
    private static void outerTwo(
            int inner,
            int cols,
            double[] a,
            int aAt,
            int aStride,
            double[] c,
            int cAt,
            int cStride,
            double[] b,
            int bAt,
            int bStride) {
        for (int k = 0; k < inner; k++) {
            double factor = a[aAt + k];
            double other = a[aAt + aStride + k];
            DoubleVector f = DoubleVector.broadcast(SPECIES, factor);
            DoubleVector g = DoubleVector.broadcast(SPECIES, other);
            int to = bAt + k * bStride;
            int i = 0;
            for (; i + LANES <= cols; i += LANES) {
                DoubleVector sum =
                        f.fma(DoubleVector.fromArray(SPECIES, c, cAt + i), DoubleVector.fromArray(SPECIES, b, to + i));
                g.fma(DoubleVector.fromArray(SPECIES, c, cAt + cStride + i), sum)
                        .intoArray(b, to + i);
            }
            for (; i < cols; i++) {
                b[to + i] += factor * c[cAt + i] + other * c[cAt + cStride + i];
            }
        }
    }

    @Override
    public void multiplyTransposedAdd(
            int rows,
            int inner,
            int cols,
            double[] c,
            int cAt,
            int cStride,
            double[] b,
            int bAt,
            int bStride,
            double[] a,
            int aAt,
            int aStride) {
        for (int r = 0; r < rows; r++) {
            int k = 0;
            for (; k + 4 <= inner; k += 4) {
                fourDots(cols, c, cAt + r * cStride, b, bAt + k * bStride, bStride, a, aAt + r * aStride + k);
            }
            for (; k < inner; k++) {
                a[aAt + r * aStride + k] += dot(cols, c, cAt + r * cStride, b, bAt + k * bStride);
            }
        }
    }

    /** y[0] to y[3] += the scalar products of x with four rows of b. */
    private static void fourDots(int n, double[] x, int xAt, double[] b, int bAt, int bStride, double[] y, int yAt) {
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = DoubleVector.zero(SPECIES);
        DoubleVector s2 = DoubleVector.zero(SPECIES);
        DoubleVector s3 = DoubleVector.zero(SPECIES);
        int i = 0;
        for (; i + LANES <= n; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, xAt + i);
            int at = bAt + i;
            s0 = v.fma(DoubleVector.fromArray(SPECIES, b, at), s0);
            s1 = v.fma(DoubleVector.fromArray(SPECIES, b, at + bStride), s1);
            s2 = v.fma(DoubleVector.fromArray(SPECIES, b, at + 2 * bStride), s2);
            s3 = v.fma(DoubleVector.fromArray(SPECIES, b, at + 3 * bStride), s3);
        }
        double d0 = s0.reduceLanes(VectorOperators.ADD);
        double d1 = s1.reduceLanes(VectorOperators.ADD);
        double d2 = s2.reduceLanes(VectorOperators.ADD);
        double d3 = s3.reduceLanes(VectorOperators.ADD);
        for (; i < n; i++) {
            double v = x[xAt + i];
            d0 += v * b[bAt + i];
            d1 += v * b[bAt + bStride + i];
            d2 += v * b[bAt + 2 * bStride + i];
            d3 += v * b[bAt + 3 * bStride + i];
        }
        y[yAt] += d0;
        y[yAt + 1] += d1;
        y[yAt + 2] += d2;
        y[yAt + 3] += d3;
    }

    @Override
    public void add(int n, double[] x, int xAt, double[] y, int yAt) {
        int i = 0;
        for (; i + LANES <= n; i += LANES) {
            DoubleVector.fromArray(SPECIES, x, xAt + i)
                    .add(DoubleVector.fromArray(SPECIES, y, yAt + i))
                    .intoArray(y, yAt + i);
        }
        for (; i < n; i++) {
            y[yAt + i] += x[xAt + i];
        }
    }

    @Override
    public void exp(int n, double shift, double[] x, double[] y, int at) {
        int vectors = n - n % LANES;
        VectorExp.exp(vectors, 1, shift, x, y, at);
        super.exp(n - vectors, shift, x, y, at + vectors);
    }

    @Override
    public void sigmoid(int n, double one, double zero, double[] x, double[] y, int at) {
        int vectors = n - n % LANES;
        VectorExp.exp(vectors, -1, 0, x, y, at);
        VectorActivations.sigmoidOfExp(vectors, one, zero, x, y, at);
        super.sigmoid(n - vectors, one, zero, x, y, at + vectors);
    }

    @Override
    public void tanh(int n, double[] x, double[] y, int at) {
        int vectors = n - n % LANES;
        VectorExp.exp(vectors, 2, 0, x, y, at);
        VectorActivations.tanhOfExp(vectors, x, y, at);
        super.tanh(n - vectors, x, y, at + vectors);
    }
}
