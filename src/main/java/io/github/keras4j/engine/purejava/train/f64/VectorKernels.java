package io.github.keras4j.engine.purejava.train.f64;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * On the Vector API. In products four vectors of sums stay in registers; what is left of a row goes one vector at a
 * time, and then to plain Java. One small method for each loop, or C2 keeps vectors on the heap.
 */
final class VectorKernels extends PlainKernels {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int BLOCK = 4 * LANES;

    @Override
    void multiplyAdd(
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
            sumRows(inner, cols, a, aAt + r * aStride, 1, b, bAt, bStride, c, cAt + r * cStride);
        }
    }

    @Override
    void outerAdd(
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
        for (int k = 0; k < inner; k++) {
            sumRows(rows, cols, a, aAt + k, aStride, c, cAt, cStride, b, bAt + k * bStride);
        }
    }

    /** y += the sum of {@code rows} rows of x, each times its factor. */
    private static void sumRows(
            int rows,
            int cols,
            double[] f,
            int fAt,
            int fStride,
            double[] x,
            int xAt,
            int xStride,
            double[] y,
            int yAt) {
        int i = 0;
        for (; i + BLOCK <= cols; i += BLOCK) {
            sumBlock(rows, f, fAt, fStride, x, xAt + i, xStride, y, yAt + i);
        }
        for (; i + LANES <= cols; i += LANES) {
            sumVector(rows, f, fAt, fStride, x, xAt + i, xStride, y, yAt + i);
        }
        for (; i < cols; i++) {
            double sum = y[yAt + i];
            for (int k = 0; k < rows; k++) {
                sum += f[fAt + k * fStride] * x[xAt + k * xStride + i];
            }
            y[yAt + i] = sum;
        }
    }

    private static void sumBlock(
            int rows, double[] f, int fAt, int fStride, double[] x, int xAt, int xStride, double[] y, int yAt) {
        DoubleVector s0 = DoubleVector.fromArray(SPECIES, y, yAt);
        DoubleVector s1 = DoubleVector.fromArray(SPECIES, y, yAt + LANES);
        DoubleVector s2 = DoubleVector.fromArray(SPECIES, y, yAt + 2 * LANES);
        DoubleVector s3 = DoubleVector.fromArray(SPECIES, y, yAt + 3 * LANES);
        for (int k = 0; k < rows; k++) {
            DoubleVector factor = DoubleVector.broadcast(SPECIES, f[fAt + k * fStride]);
            int at = xAt + k * xStride;
            s0 = factor.fma(DoubleVector.fromArray(SPECIES, x, at), s0);
            s1 = factor.fma(DoubleVector.fromArray(SPECIES, x, at + LANES), s1);
            s2 = factor.fma(DoubleVector.fromArray(SPECIES, x, at + 2 * LANES), s2);
            s3 = factor.fma(DoubleVector.fromArray(SPECIES, x, at + 3 * LANES), s3);
        }
        s0.intoArray(y, yAt);
        s1.intoArray(y, yAt + LANES);
        s2.intoArray(y, yAt + 2 * LANES);
        s3.intoArray(y, yAt + 3 * LANES);
    }

    private static void sumVector(
            int rows, double[] f, int fAt, int fStride, double[] x, int xAt, int xStride, double[] y, int yAt) {
        DoubleVector sum = DoubleVector.fromArray(SPECIES, y, yAt);
        for (int k = 0; k < rows; k++) {
            sum = DoubleVector.broadcast(SPECIES, f[fAt + k * fStride])
                    .fma(DoubleVector.fromArray(SPECIES, x, xAt + k * xStride), sum);
        }
        sum.intoArray(y, yAt);
    }

    @Override
    void multiplyTransposedAdd(
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
    void add(int n, double[] x, int xAt, double[] y, int yAt) {
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
    void multiply(int n, double[] x, int xAt, double[] y, int yAt, double[] z, int zAt) {
        int i = 0;
        for (; i + LANES <= n; i += LANES) {
            DoubleVector.fromArray(SPECIES, x, xAt + i)
                    .mul(DoubleVector.fromArray(SPECIES, y, yAt + i))
                    .intoArray(z, zAt + i);
        }
        for (; i < n; i++) {
            z[zAt + i] = x[xAt + i] * y[yAt + i];
        }
    }

    @Override
    void exp(int n, double shift, double[] x, double[] y, int at) {
        int vectors = n - n % LANES;
        VectorExp.exp(vectors, 1, shift, x, y, at);
        super.exp(n - vectors, shift, x, y, at + vectors);
    }

    @Override
    void sigmoid(int n, double one, double zero, double[] x, double[] y, int at) {
        int vectors = n - n % LANES;
        VectorExp.exp(vectors, -1, 0, x, y, at);
        VectorActivations.sigmoidOfExp(vectors, one, zero, x, y, at);
        super.sigmoid(n - vectors, one, zero, x, y, at + vectors);
    }

    @Override
    void sigmoidChain(int n, double[] y, double[] dy, int at) {
        int vectors = n - n % LANES;
        VectorActivations.sigmoidChain(vectors, y, dy, at);
        super.sigmoidChain(n - vectors, y, dy, at + vectors);
    }

    @Override
    void tanh(int n, double[] x, double[] y, int at) {
        int vectors = n - n % LANES;
        VectorExp.exp(vectors, 2, 0, x, y, at);
        VectorActivations.tanhOfExp(vectors, x, y, at);
        super.tanh(n - vectors, x, y, at + vectors);
    }

    @Override
    void tanhChain(int n, double[] y, double[] dy, int at) {
        int vectors = n - n % LANES;
        VectorActivations.tanhChain(vectors, y, dy, at);
        super.tanhChain(n - vectors, y, dy, at + vectors);
    }

    @Override
    void lstmState(int units, double[] gates, int gate, double[] c, int before, int after) {
        int j = 0;
        for (; j + LANES <= units; j += LANES) {
            DoubleVector i = DoubleVector.fromArray(SPECIES, gates, gate + j);
            DoubleVector f = DoubleVector.fromArray(SPECIES, gates, gate + units + j);
            DoubleVector g = DoubleVector.fromArray(SPECIES, gates, gate + 2 * units + j);
            f.mul(DoubleVector.fromArray(SPECIES, c, before + j)).add(i.mul(g)).intoArray(c, after + j);
        }
        for (; j < units; j++) {
            c[after + j] = gates[gate + units + j] * c[before + j] + gates[gate + j] * gates[gate + 2 * units + j];
        }
    }

    @Override
    void lstmBack(
            int units,
            double[] gates,
            double[] dGates,
            int gate,
            double[] c,
            int before,
            double[] dSquashed,
            int after,
            double[] dc,
            int row) {
        int j = 0;
        for (; j + LANES <= units; j += LANES) {
            DoubleVector d = DoubleVector.fromArray(SPECIES, dc, row + j)
                    .add(DoubleVector.fromArray(SPECIES, dSquashed, after + j));
            int at = gate + j;
            d.mul(DoubleVector.fromArray(SPECIES, gates, at + 2 * units)).intoArray(dGates, at);
            d.mul(DoubleVector.fromArray(SPECIES, c, before + j)).intoArray(dGates, at + units);
            d.mul(DoubleVector.fromArray(SPECIES, gates, at)).intoArray(dGates, at + 2 * units);
            d.mul(DoubleVector.fromArray(SPECIES, gates, at + units)).intoArray(dc, row + j);
        }
        for (; j < units; j++) {
            double d = dc[row + j] + dSquashed[after + j];
            dGates[gate + j] = d * gates[gate + 2 * units + j];
            dGates[gate + units + j] = d * c[before + j];
            dGates[gate + 2 * units + j] = d * gates[gate + j];
            dc[row + j] = d * gates[gate + units + j];
        }
    }
}
