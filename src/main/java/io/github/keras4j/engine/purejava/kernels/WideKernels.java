package io.github.keras4j.engine.purejava.kernels;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link VectorKernels} for processors with 32 vector registers (AVX-512): their products are {@link WideTiles}, which read
 * the left-hand side where it lies, so that nothing is packed or copied.
 */
final class WideKernels extends VectorKernels {
    private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
    private static final int LANES = VectorGemm.LANES;
    /** Rows of the largest tile of two vectors. */
    private static final int LANE_ROWS = 8;

    private static final float[] NOTHING = {};

    /** Whether the vectors are those of AVX-512, with which come twice as many registers. */
    static boolean fit() {
        return VectorGemm.SPECIES.vectorBitSize() >= 512;
    }

    @Override
    public Matrix pack(float[] values, int rows, int columns) {
        return packed(values, rows, columns, 1);
    }

    private static Matrix packed(float[] values, int rows, int columns, int planes) {
        WidePanels panels = new WidePanels(rows, columns, planes);
        float[] packed = new float[panels.size()];
        panels.pack(values, 0, columns, 1, packed);
        // a single row is read as it is; the values of others are not kept a second time
        return new Matrix(rows, columns, planes, rows == 1 ? values : NOTHING, packed, NO_LINES, null, panels);
    }

    /** {@code y = factor x + bias}, rounded as the tiles do: the bias is added last. */
    private static void scaled(int n, float factor, float[] x, float[] bias, float[] y, int to) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector.fromArray(SPECIES, x, i)
                    .mul(factor)
                    .add(FloatVector.fromArray(SPECIES, bias, i))
                    .intoArray(y, to + i);
        }
        for (; i < n; i++) {
            y[to + i] = x[i] * factor + bias[i];
        }
    }

    @Override
    public LaneWeights packLanes(float[] bias, int[] order, float[] inputs, float[] states) {
        return LaneWeights.inRows(LANE_ROWS, lanes(), bias, order, inputs, states);
    }

    /** The inputs' sums, the bias, the states' sums: in the order in which the gates of fewer samples have them. */
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
        WideProducts products = WideProducts.mine();
        int lanes = lanes();
        int depth = weights.depth();
        int[] rows = products.even(LANE_ROWS, depth);
        for (int row = 0; row < weights.rows(); row += LANE_ROWS) { // whose weights stay in the cache for all panels
            for (int panel = 0; panel < panels; panel++) {
                int from = xAt + panel * xDistance;
                int to = cAt + panel * cDistance + row * lanes;
                int in = Math.min(k, weights.in());
                lane(rows, row * depth, in, weights.packed(), x, from, weights.start(), row * lanes, c, to);
                if (k > in) {
                    lane(rows, row * depth + in, k - in, weights.packed(), x, from + in * lanes, c, to, c, to);
                }
            }
        }
    }

    private static void lane(
            int[] rows, int aAt, int depth, float[] a, float[] x, int xAt, float[] add, int addAt, float[] c, int cAt) {
        int lanes = VectorGemm.PANEL;
        for (int from = 0; from < depth || from == 0; from += WideProducts.STRETCH) {
            int deep = Math.min(WideProducts.STRETCH, depth - from);
            float[] with = from == 0 ? add : c;
            int withAt = from == 0 ? addAt : cAt;
            WideTiles.panel2(
                    rows, 0, LANE_ROWS, deep, a, aAt + from, x, xAt + from * lanes, with, withAt, lanes, c, cAt, lanes);
        }
    }

    private static WidePanels panelsOf(Matrix b) {
        return Objects.requireNonNull(b.wide());
    }

    @Override
    public Matrix inPlanes(Matrix matrix, int planes) {
        WidePanels panels = Objects.requireNonNull(matrix.wide());
        return packed(panels.unpack(matrix.packed()), matrix.rows(), matrix.columns(), planes);
    }

    @Override
    public void gemm(int m, float[] a, int aAt, int aStride, Matrix b, float[] c, int cAt, int cStride, int cPlane) {
        WideProducts products = WideProducts.mine();
        if (m == 1 && cPlane == b.columns() / b.planes()) {
            products.row(b.rows(), a, aAt, b, null, true, c, cAt);
        } else {
            products.run(
                    products.even(m, aStride),
                    m,
                    b.rows(),
                    a,
                    aAt,
                    b.packed(),
                    panelsOf(b),
                    null,
                    true,
                    c,
                    cAt,
                    cStride,
                    cPlane);
        }
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
                scaled(bias.length, a[aAt + i * aStride], b.values(), bias, c, cAt + i * cStride);
            }
            return;
        }
        WideProducts products = WideProducts.mine();
        if (adjacent && m == 1) {
            products.row(b.rows(), a, aAt, b, bias, false, c, cAt);
        } else {
            products.run(
                    products.even(m, aStride),
                    m,
                    b.rows(),
                    a,
                    aAt,
                    b.packed(),
                    panelsOf(b),
                    bias,
                    false,
                    c,
                    cAt,
                    cStride,
                    cPlane);
        }
    }

    @Override
    public void gemm(
            int[] starts, int[] parts, int depth, float[] a, int aAt, Matrix b, float[] c, int cAt, int cStride) {
        windows(starts, parts, depth, a, aAt, b, false, c, cAt, cStride);
    }

    /** @param adds whether the products are added to what is there */
    private static void windows(
            int[] starts,
            int[] parts,
            int depth,
            float[] a,
            int aAt,
            Matrix b,
            boolean adds,
            float[] c,
            int cAt,
            int cStride) {
        WideProducts products = WideProducts.mine();
        if (parts.length == 1) {
            int at = aAt + parts[0];
            products.run(
                    starts,
                    starts.length,
                    depth,
                    a,
                    at,
                    b.packed(),
                    panelsOf(b),
                    null,
                    adds,
                    c,
                    cAt,
                    cStride,
                    b.columns());
        } else {
            int window = parts.length * depth;
            float[] pieces = products.pieces(starts, parts, depth, a, aAt);
            int[] even = products.even(starts.length, window);
            products.run(
                    even,
                    starts.length,
                    window,
                    pieces,
                    0,
                    b.packed(),
                    panelsOf(b),
                    null,
                    adds,
                    c,
                    cAt,
                    cStride,
                    b.columns());
        }
    }

    @Override
    public boolean addsStretches() {
        return true;
    }

    @Override
    public void addGemm(
            int[] starts, int[] parts, int depth, float[] a, int aAt, Matrix b, float[] c, int cAt, int cStride) {
        windows(starts, parts, depth, a, aAt, b, true, c, cAt, cStride);
    }

    @Override
    public boolean takesBands(Matrix b) {
        return false;
    }

    @Override
    public void gemm(
            int m, int n, int k, float[] a, int aAt, int aStride, float[] b, int bAt, float[] c, int cAt, int cStride) {
        if (m <= 4) {
            super.gemm(m, n, k, a, aAt, aStride, b, bAt, c, cAt, cStride);
            return;
        }
        WideProducts products = WideProducts.mine();
        WidePanels panels = products.packNow(b, bAt, k, n, n, 1);
        products.run(
                products.even(m, aStride), m, k, a, aAt, products.packed(), panels, null, true, c, cAt, cStride, n);
    }

    @Override
    public void product(
            int m,
            int n,
            int k,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int bRow,
            int bColumn,
            float[] c,
            int cAt,
            int cStride) {
        WideProducts products = WideProducts.mine();
        WidePanels panels = products.packNow(b, bAt, k, n, bRow, bColumn);
        products.run(
                products.even(m, aStride), m, k, a, aAt, products.packed(), panels, null, false, c, cAt, cStride, n);
    }
}
