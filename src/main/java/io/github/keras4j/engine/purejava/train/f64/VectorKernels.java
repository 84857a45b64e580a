package io.github.keras4j.engine.purejava.train.f64;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** On the Vector API. One small method for each loop, or C2 keeps vectors on the heap. */
final class VectorKernels extends PlainKernels {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    /** Each lane from as many further on, for {@link #total}. */
    private static final VectorShuffle<Double> BY_8 = fold(8);

    private static final VectorShuffle<Double> BY_4 = fold(4);
    private static final VectorShuffle<Double> BY_2 = fold(2);
    private static final VectorShuffle<Double> BY_1 = fold(1);

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
        VectorProducts.add(rows, inner, cols, a, aAt, aStride, 1, b, bAt, bStride, c, cAt, cStride);
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
        VectorProducts.add(inner, rows, cols, a, aAt, 1, aStride, c, cAt, cStride, b, bAt, bStride);
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
        if (rows >= 8 && cols <= 8 * LANES) { // a scalar product's lanes would take longer to add up than to make
            multiplyTurnedAdd(rows, inner, cols, c, cAt, cStride, b, bAt, bStride, a, aAt, aStride);
            return;
        }
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

    private static VectorShuffle<Double> fold(int distance) {
        return VectorShuffle.fromOp(SPECIES, i -> (i + distance) % LANES);
    }

    /**
     * The sum of all lanes, in an order of its own: {@code reduceLanes} adds in one order where the code is interpreted, and, in
     * JDK 25, in another where C2 has compiled it, so that the same training would have other bits.
     */
    private static double total(DoubleVector v) {
        DoubleVector sums = v;
        if (LANES >= 16) {
            sums = sums.add(sums.rearrange(BY_8));
        }
        if (LANES >= 8) {
            sums = sums.add(sums.rearrange(BY_4));
        }
        if (LANES >= 4) {
            sums = sums.add(sums.rearrange(BY_2));
        }
        return sums.add(sums.rearrange(BY_1)).lane(0);
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
        double d0 = total(s0);
        double d1 = total(s1);
        double d2 = total(s2);
        double d3 = total(s3);
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

    @Override
    public void multiply(int n, double[] x, int xAt, double[] y, int yAt, double[] z, int zAt) {
        int i = 0;
        for (; i + LANES <= n; i += LANES) {
            DoubleVector.fromArray(SPECIES, x, xAt + i)
                    .mul(DoubleVector.fromArray(SPECIES, y, yAt + i))
                    .intoArray(z, zAt + i);
        }
        super.multiply(n - i, x, xAt + i, y, yAt + i, z, zAt + i);
    }

    @Override
    public void sigmoidChain(int n, double[] y, double[] dy, int at) {
        int i = at;
        for (; i + LANES <= at + n; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, y, i);
            DoubleVector slope = v.mul(DoubleVector.broadcast(SPECIES, 1).sub(v));
            DoubleVector.fromArray(SPECIES, dy, i).mul(slope).intoArray(dy, i);
        }
        super.sigmoidChain(at + n - i, y, dy, i);
    }

    @Override
    public void tanhChain(int n, double[] y, double[] dy, int at) {
        int i = at;
        for (; i + LANES <= at + n; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, y, i);
            DoubleVector slope = DoubleVector.broadcast(SPECIES, 1).sub(v.mul(v));
            DoubleVector.fromArray(SPECIES, dy, i).mul(slope).intoArray(dy, i);
        }
        super.tanhChain(at + n - i, y, dy, i);
    }

    @Override
    public void relu(int n, double[] x, double[] y, int at) {
        int i = at;
        for (; i + LANES <= at + n; i += LANES) {
            DoubleVector.fromArray(SPECIES, x, i).max(0).intoArray(y, i);
        }
        super.relu(at + n - i, x, y, i);
    }

    @Override
    public void reluChain(int n, double[] x, double[] dy, int at) {
        int i = at;
        for (; i + LANES <= at + n; i += LANES) {
            VectorMask<Double> on = DoubleVector.fromArray(SPECIES, x, i).compare(VectorOperators.GT, 0);
            DoubleVector.zero(SPECIES)
                    .blend(DoubleVector.fromArray(SPECIES, dy, i), on)
                    .intoArray(dy, i);
        }
        super.reluChain(at + n - i, x, dy, i);
    }

    @Override
    public void lstmState(int units, double[] gates, int gate, double[] c, int before, int after) {
        int j = 0;
        for (; j + LANES <= units; j += LANES) {
            DoubleVector kept = DoubleVector.fromArray(SPECIES, gates, gate + units + j)
                    .mul(DoubleVector.fromArray(SPECIES, c, before + j));
            DoubleVector.fromArray(SPECIES, gates, gate + j)
                    .mul(DoubleVector.fromArray(SPECIES, gates, gate + 2 * units + j))
                    .add(kept)
                    .intoArray(c, after + j);
        }
        lstmState(j, units, gates, gate, c, before, after);
    }

    @Override
    public void lstmBack(
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
            d.mul(DoubleVector.fromArray(SPECIES, gates, gate + 2 * units + j)).intoArray(dGates, gate + j);
            d.mul(DoubleVector.fromArray(SPECIES, c, before + j)).intoArray(dGates, gate + units + j);
            d.mul(DoubleVector.fromArray(SPECIES, gates, gate + j)).intoArray(dGates, gate + 2 * units + j);
            d.mul(DoubleVector.fromArray(SPECIES, gates, gate + units + j)).intoArray(dc, row + j);
        }
        lstmBack(j, units, gates, dGates, gate, c, before, dSquashed, after, dc, row);
    }
}
