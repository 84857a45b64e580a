package io.github.keras4j.engine.purejava.kernels;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * {@link VectorKernels} for processors with 32 vector registers (AVX-512): their products are {@link WideTiles}.
 */
final class WideKernels extends VectorKernels {
    private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
    private static final int LANES = VectorGemm.LANES;
    /** Rows of weights that go through a panel of samples together. */
    private static final int LANE_ROWS = 48;

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
        AlignedRoom.Place place = AlignedRoom.take(panels.size());
        panels.beginAt(place.at()).pack(values, 0, columns, 1, place.array());
        // a single row is read as it is; the values of others are not kept a second time
        return new Matrix(rows, columns, planes, rows == 1 ? values : NOTHING, place.array(), NO_LINES, null, panels);
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

    /** The weights of many units do not stay in the cache, and are read without a gap only where they are panels. */
    @Override
    public boolean prefersLanes(int units) {
        return units < 4 * LANES || units % LANES != 0;
    }

    @Override
    public LaneWeights packLanes(float[] bias, int[] order, float[] inputs, float[] states) {
        return LaneWeights.inStrips(lanes(), bias, order, inputs, states);
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
        int lanes = lanes();
        for (int row = 0; row < weights.rows(); row += LANE_ROWS) { // whose weights stay in the cache for all panels
            int m = Math.min(LANE_ROWS, weights.rows() - row);
            for (int panel = 0; panel < panels; panel++) {
                int to = cAt + panel * cDistance + row * lanes;
                for (int i = 0, from = 0; from < k; i++) {
                    int deep = weights.stretches()[i];
                    WideTiles.panel2(
                            m,
                            deep,
                            weights.packed(),
                            weights.places()[i] + row * WideTiles.STRIDE,
                            x,
                            xAt + panel * xDistance + from * lanes,
                            i == 0 ? weights.start() : c,
                            i == 0 ? row * lanes : to,
                            lanes,
                            c,
                            to,
                            lanes,
                            LANES);
                    from += deep;
                }
            }
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
        rows(m, a, aAt, aStride, b, null, true, c, cAt, cStride, cPlane);
    }

    private static void rows(
            int m,
            float[] a,
            int aAt,
            int aStride,
            Matrix b,
            float @Nullable [] bias,
            boolean adds,
            float[] c,
            int cAt,
            int cStride,
            int cPlane) {
        WidePanels panels = panelsOf(b);
        if (m == 1 && WideProducts.one(a, aAt, b.packed(), panels, bias, adds, c, cAt, cPlane)) {
            return;
        }
        WideProducts products = WideProducts.mine();
        int[] rows = products.even(m, aStride);
        products.run(
                rows,
                m,
                WideProducts.WHOLE,
                b.rows(),
                a,
                aAt,
                b.packed(),
                panels,
                bias,
                0,
                adds,
                c,
                cAt,
                cStride,
                cPlane);
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
        if (b.rows() == 1 && cPlane == b.columns() / b.planes()) {
            for (int i = 0; i < m; i++) {
                scaled(bias.length, a[aAt + i * aStride], b.values(), bias, c, cAt + i * cStride);
            }
        } else {
            rows(m, a, aAt, aStride, b, bias, false, c, cAt, cStride, cPlane);
        }
    }

    @Override
    public void gemm(
            int[] starts, int[] parts, int depth, float[] a, int aAt, Matrix b, float[] c, int cAt, int cStride) {
        affine(starts, parts, depth, a, aAt, b, null, 0, c, cAt, cStride);
    }

    @Override
    public boolean cutsSums() {
        return true;
    }

    @Override
    public void affine(
            int[] starts,
            int[] parts,
            int depth,
            float[] a,
            int aAt,
            Matrix b,
            float @Nullable [] bias,
            int biasAt,
            float[] c,
            int cAt,
            int cStride) {
        int m = starts.length;
        WidePanels panels = panelsOf(b);
        int plane = b.columns();
        float[] values = b.packed();
        boolean nine = bias != null && NineWeights.fit(m, parts, depth, panels);
        if (bias != null && nine && NineWeights.areHot()) {
            NineWeights.run(starts, parts, a, aAt, values, panels, bias, biasAt, c, cAt, cStride, plane);
            return;
        }
        long since = nine ? System.nanoTime() : 0;
        WideProducts.mine()
                .run(starts, m, parts, depth, a, aAt, values, panels, bias, biasAt, false, c, cAt, cStride, plane);
        if (nine) {
            NineWeights.practise(since);
        }
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
        } else {
            now(m, n, k, a, aAt, aStride, b, bAt, n, 1, true, c, cAt, cStride);
        }
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
        now(m, n, k, a, aAt, aStride, b, bAt, bRow, bColumn, false, c, cAt, cStride);
    }

    private static void now(
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
            boolean adds,
            float[] c,
            int cAt,
            int cStride) {
        WideProducts products = WideProducts.mine();
        WidePanels panels = products.packNow(b, bAt, k, n, bRow, bColumn);
        int[] rows = products.even(m, aStride);
        float[] packed = products.packed();
        products.run(rows, m, WideProducts.WHOLE, k, a, aAt, packed, panels, null, 0, adds, c, cAt, cStride, n);
    }
}
