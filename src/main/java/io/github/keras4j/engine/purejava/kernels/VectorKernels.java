package io.github.keras4j.engine.purejava.kernels;

import io.github.keras4j.model.Activation;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link Kernels} on the Vector API. Matrices are packed as {@link Panels}. */
class VectorKernels implements Kernels {
    private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
    private static final int LANES = VectorGemm.LANES;
    static final float[][] NO_LINES = {};
    static final float[] NOTHING = {};

    @Override
    public String toString() {
        return "vector (" + SPECIES.vectorBitSize() + " bit)";
    }

    @Override
    public Matrix pack(float[] values, int rows, int columns) {
        return pack(values, rows, columns, 1);
    }

    private static Matrix pack(float[] values, int rows, int columns, int planes) {
        Panels panels = new Panels(rows, columns, planes);
        AlignedRoom.Place place = AlignedRoom.take(panels.size());
        panels.beginAt(place.at()).pack(values, 0, place.array());
        // a single row is read as it is; the values of others are not kept a second time
        float[] row = rows == 1 ? values : NOTHING;
        return new Matrix(rows, columns, planes, row, place.array(), NO_LINES, panels, null);
    }

    @Override
    public Matrix inPlanes(Matrix matrix, int planes) {
        if (matrix.columns() / planes % VectorGemm.PANEL != 0) {
            return pack(panelsOf(matrix).unpack(matrix.packed()), matrix.rows(), matrix.columns(), planes);
        }
        int begin = panelsOf(matrix).at(0, 0);
        Panels panels = new Panels(matrix.rows(), matrix.columns(), planes).beginAt(begin);
        return new Matrix(
                matrix.rows(), matrix.columns(), planes, matrix.values(), matrix.packed(), NO_LINES, panels, null);
    }

    @Override
    public void gemm(int m, float[] a, int aAt, int aStride, Matrix b, float[] c, int cAt, int cStride, int cPlane) {
        Panels panels = panelsOf(b);
        if (m == 1 && panels.width() == VectorGemm.PANEL) {
            VectorProducts.row(b.rows(), a, aAt, b.packed(), panels, 0, c, cAt, cPlane);
            return;
        }
        VectorProducts.mine().left(m, a, aAt, aStride).right(b.packed(), panels).into(null, c, cAt, cStride, cPlane);
    }

    @Override
    public void affine(
            int m,
            float[] a,
            int aAt,
            int aStride,
            Matrix b,
            float[] bias,
            float[] c,
            int cAt,
            int cStride,
            int cPlane) {
        boolean adjacent = cPlane == b.columns() / b.planes();
        if (adjacent && b.rows() == 1) {
            for (int i = 0; i < m; i++) {
                scaledOnto(bias, a[aAt + i * aStride], b.values(), c, cAt + i * cStride);
            }
            return;
        }
        if (adjacent && m == 1) {
            System.arraycopy(bias, 0, c, cAt, bias.length);
            gemm(1, a, aAt, aStride, b, c, cAt, cStride, cPlane);
            return;
        }
        VectorProducts.mine()
                .left(m, a, aAt, aStride)
                .right(b.packed(), panelsOf(b))
                .into(bias, c, cAt, cStride, cPlane);
    }

    @Override
    public void gemm(
            int[] starts, int[] parts, int depth, float[] a, int aAt, Matrix b, float[] c, int cAt, int cStride) {
        VectorProducts.mine()
                .left(starts, parts, depth, a, aAt)
                .right(b.packed(), panelsOf(b))
                .into(c, cAt, cStride);
    }

    @Override
    public boolean takesBands(Matrix b) {
        return panelsOf(b).width() == VectorGemm.PANEL;
    }

    @Override
    public void gemmOfBands(
            int[] starts,
            int[] parts,
            int depth,
            float[] a,
            int aAt,
            Matrix b,
            float[] c,
            int[] cAt,
            int column,
            int cStride) {
        VectorBands.multiply(starts, parts, depth, a, aAt, b.packed(), panelsOf(b), c, cAt, column, cStride);
    }

    /** {@code out = y + alpha x}. */
    static void scaledOnto(float[] y, float alpha, float[] x, float[] out, int outAt) {
        FloatVector factor = FloatVector.broadcast(SPECIES, alpha);
        int j = 0;
        for (; j <= y.length - LANES; j += LANES) {
            factor.fma(FloatVector.fromArray(SPECIES, x, j), FloatVector.fromArray(SPECIES, y, j))
                    .intoArray(out, outAt + j);
        }
        for (; j < y.length; j++) {
            out[outAt + j] = Math.fma(alpha, x[j], y[j]);
        }
    }

    private static Panels panelsOf(Matrix b) {
        return Objects.requireNonNull(b.panels());
    }

    @Override
    public void gemm(
            int m, int n, int k, float[] a, int aAt, int aStride, float[] b, int bAt, float[] c, int cAt, int cStride) {
        if (m > 4) {
            VectorProducts.mine()
                    .left(m, a, aAt, aStride)
                    .rightUnpacked(b, bAt, k, n)
                    .into(null, c, cAt, cStride, n);
            return;
        }
        for (int i = 0; i < m; i++) {
            for (int p = 0; p < k; p++) {
                axpy(n, a[aAt + i * aStride + p], b, bAt + p * n, c, cAt + i * cStride);
            }
        }
    }

    @Override
    public void axpy(int n, float alpha, float[] x, int xAt, float[] y, int yAt) {
        int j = 0;
        FloatVector factor = FloatVector.broadcast(SPECIES, alpha);
        for (; j <= n - LANES; j += LANES) {
            factor.fma(FloatVector.fromArray(SPECIES, x, xAt + j), FloatVector.fromArray(SPECIES, y, yAt + j))
                    .intoArray(y, yAt + j);
        }
        for (; j < n; j++) {
            y[yAt + j] = Math.fma(alpha, x[xAt + j], y[yAt + j]);
        }
    }

    @Override
    public void add(int n, float[] a, int aAt, float[] b, int bAt, float[] out, int outAt) {
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, a, aAt + j)
                    .add(FloatVector.fromArray(SPECIES, b, bAt + j))
                    .intoArray(out, outAt + j);
        }
        for (; j < n; j++) {
            out[outAt + j] = a[aAt + j] + b[bAt + j];
        }
    }

    @Override
    public void multiply(int n, float[] a, int aAt, float[] b, int bAt, float[] out, int outAt) {
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, a, aAt + j)
                    .mul(FloatVector.fromArray(SPECIES, b, bAt + j))
                    .intoArray(out, outAt + j);
        }
        for (; j < n; j++) {
            out[outAt + j] = a[aAt + j] * b[bAt + j];
        }
    }

    @Override
    public int lanes() {
        return VectorGemm.PANEL;
    }

    @Override
    public LaneWeights packLanes(float[] bias, int[] order, float[] inputs, float[] states) {
        return LaneWeights.inBlocks(lanes(), bias, order, inputs, states);
    }

    @Override
    public void laneProducts(
            LaneWeights weights,
            int k,
            int panels,
            float[] x,
            int xAt,
            int xDistance,
            float[] c,
            int cAt,
            int cDistance) {
        int blocks = weights.rows() / VectorGemm.ROWS;
        if (panels == 1) {
            VectorGemm.blocks(blocks, weights.depth(), k, weights.packed(), x, xAt, weights.start(), c, cAt);
            return;
        }
        int lanes = VectorGemm.PANEL;
        int step = VectorGemm.ROWS * lanes;
        for (int block = 0; block < blocks; block++) { // whose weights stay in the cache for all panels
            int from = block * weights.depth() * VectorGemm.BLOCK;
            for (int panel = 0; panel < panels; panel++) {
                int to = cAt + panel * cDistance + block * step;
                VectorGemm.block(
                        k,
                        weights.packed(),
                        from,
                        x,
                        xAt + panel * xDistance,
                        weights.start(),
                        block * step,
                        lanes,
                        c,
                        to,
                        to + lanes,
                        to + 2 * lanes,
                        to + 3 * lanes,
                        to + 4 * lanes);
            }
        }
    }

    @Override
    public void max(int n, float[] x, int xAt, int[] places, int first, int count, float[] out, int outAt) {
        if (n >= LANES) {
            VectorRows.max(n, x, xAt, places, first, count, out, outAt);
        } else {
            Kernels.super.max(n, x, xAt, places, first, count, out, outAt);
        }
    }

    @Override
    public void depthwise(
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
        if (n >= LANES) {
            VectorDepthwise.run(n, x, xAt, w, out, count, first, places, weights, sums, to);
        } else {
            Kernels.super.depthwise(n, x, xAt, w, out, count, first, places, weights, sums, to);
        }
    }

    @Override
    public void addRows(int m, float[] bias, float[] c, int cAt) {
        if (bias.length % LANES == 0) {
            VectorRows.addRows(m, bias, c, cAt);
        } else {
            Kernels.super.addRows(m, bias, c, cAt);
        }
    }

    @Override
    public void lstm(
            int n,
            Activation activation,
            Activation recurrentActivation,
            float[] gates,
            int at,
            int plane,
            boolean fromZero,
            float[] c,
            int cAt,
            float[] h,
            int hAt) {
        boolean usual =
                activation.kind() == Activation.Kind.TANH && recurrentActivation.kind() == Activation.Kind.SIGMOID;
        if (usual) {
            VectorLstm.step(n, gates, at, plane, fromZero, c, cAt, h, hAt);
        } else {
            Kernels.super.lstm(n, activation, recurrentActivation, gates, at, plane, fromZero, c, cAt, h, hAt);
        }
    }

    @Override
    public void lstmState(int n, float[] gates, int at, int plane, float[] c, int cAt, float[] h, int hAt) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector moved = FloatVector.fromArray(SPECIES, gates, at + i)
                    .fma(
                            FloatVector.fromArray(SPECIES, c, cAt + i),
                            FloatVector.fromArray(SPECIES, gates, at + plane + i)
                                    .mul(FloatVector.fromArray(SPECIES, gates, at + 3 * plane + i)));
            moved.intoArray(c, cAt + i);
            moved.intoArray(h, hAt + i);
        }
        for (; i < n; i++) {
            float moved = Math.fma(gates[at + i], c[cAt + i], gates[at + plane + i] * gates[at + 3 * plane + i]);
            c[cAt + i] = moved;
            h[hAt + i] = moved;
        }
    }

    @Override
    public void mix(int n, float[] z, int zAt, float[] candidate, int candidateAt, float[] h, int hAt) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector keep = FloatVector.fromArray(SPECIES, z, zAt + i);
            FloatVector fresh = FloatVector.fromArray(SPECIES, candidate, candidateAt + i);
            // z h + (candidate - z candidate)
            keep.fma(FloatVector.fromArray(SPECIES, h, hAt + i), keep.neg().fma(fresh, fresh))
                    .intoArray(h, hAt + i);
        }
        for (; i < n; i++) {
            float fresh = candidate[candidateAt + i];
            h[hAt + i] = Math.fma(z[zAt + i], h[hAt + i], Math.fma(-z[zAt + i], fresh, fresh));
        }
    }

    @Override
    public double sum(int n, float[] x, int at) {
        return VectorRows.total(n, x, at);
    }

    @Override
    public double squares(int n, float[] x, int at, float mean) {
        return VectorRows.squares(n, x, at, mean);
    }

    @Override
    public void scaled(
            int n, float[] x, int at, float offset, float factor, float[] gamma, float[] beta, float[] y, int to) {
        VectorRows.scaled(n, x, at, offset, factor, gamma, beta, y, to);
    }

    @Override
    public void softmax(int rows, int n, float[] x, int at) {
        if (n > 0) {
            VectorRows.softmax(rows, n, x, at);
        }
    }

    @Override
    public void activate(Activation activation, float[] x, int at, int n) {
        switch (activation.kind()) {
            case SIGMOID -> VectorActivations.sigmoid(x, at, n);
            case TANH -> VectorActivations.tanh(x, at, n);
            case RELU -> {
                if (activation.alpha() == 0
                        && activation.gamma() == 0
                        && activation.beta() == Double.POSITIVE_INFINITY) {
                    VectorActivations.relu(x, at, n);
                } else {
                    VectorFunctions.activate(activation, x, at, n);
                }
            }
            default -> {
                if (VectorFunctions.knows(activation)) {
                    VectorFunctions.activate(activation, x, at, n);
                } else {
                    ElementFunctions.activate(activation, x, at, n);
                }
            }
        }
    }
}
