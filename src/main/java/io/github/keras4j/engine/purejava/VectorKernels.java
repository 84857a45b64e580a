package io.github.keras4j.engine.purejava;

import io.github.keras4j.model.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernels} on the Vector API.
 *
 * <p>A packed matrix lies in panels of {@link VectorGemm#PANEL} columns, each {@code [rows][PANEL]}. Where the columns
 * are no multiple of it, a last panel overlaps the one before, with zeros for the columns that are done: so every read
 * and write is a whole vector, without masks, which AVX2 has not. Matrices narrower than a panel lie in panels of one
 * vector, and those narrower than a vector transposed, for dot products.
 */
final class VectorKernels implements Kernels {
    private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
    private static final int LANES = VectorGemm.LANES;
    private static final int PANEL = VectorGemm.PANEL;
    /** Rows that go through all panels together, so that they stay in the cache. */
    private static final int ROW_BLOCK = 96;

    @Override
    public String toString() {
        return "vector (" + SPECIES.vectorBitSize() + " bit)";
    }

    @Override
    public Matrix pack(float[] values, int rows, int columns) {
        int width = panelWidth(columns);
        if (width == 0) {
            float[] transposed = new float[rows * columns];
            for (int r = 0; r < rows; r++) {
                for (int j = 0; j < columns; j++) {
                    transposed[j * rows + r] = values[r * columns + j];
                }
            }
            return new Matrix(rows, columns, values, transposed);
        }
        int panels = (columns + width - 1) / width;
        float[] packed = new float[panels * rows * width];
        for (int panel = 0; panel < panels; panel++) {
            int first = panelColumn(panel, width, columns);
            int done = panel * width - first;
            for (int r = 0; r < rows; r++) {
                int to = (panel * rows + r) * width;
                System.arraycopy(values, r * columns + first + done, packed, to + done, width - done);
            }
        }
        return new Matrix(rows, columns, values, packed);
    }

    private static int panelWidth(int columns) {
        return columns >= PANEL ? PANEL : columns >= LANES ? LANES : 0;
    }

    private static int panelColumn(int panel, int width, int columns) {
        return Math.min(panel * width, columns - width);
    }

    @Override
    public void gemm(int m, float[] a, int aAt, int aStride, Matrix b, float[] c, int cAt, int cStride) {
        int width = panelWidth(b.columns());
        if (width == PANEL) {
            if (m == 1) {
                gemv(a, aAt, b, c, cAt);
            } else {
                for (int i = 0; i < m; i += ROW_BLOCK) {
                    int rows = Math.min(ROW_BLOCK, m - i);
                    panels(rows, a, aAt + i * aStride, aStride, b, c, cAt + i * cStride, cStride);
                }
            }
        } else if (width == LANES) {
            halfPanels(m, a, aAt, aStride, b, c, cAt, cStride);
        } else {
            dots(m, a, aAt, aStride, b, c, cAt, cStride);
        }
    }

    private static void gemv(float[] a, int aAt, Matrix b, float[] c, int cAt) {
        int k = b.rows();
        int columns = b.columns();
        int panelStride = k * PANEL;
        int whole = columns / PANEL;
        int panel = 0;
        for (; panel + 4 <= whole; panel += 4) {
            VectorGemm.rowBy4(k, a, aAt, b.packed(), panel * panelStride, panelStride, c, cAt + panel * PANEL);
        }
        for (; panel * PANEL < columns; panel++) {
            int at = cAt + panelColumn(panel, PANEL, columns);
            VectorGemm.row(k, a, aAt, b.packed(), panel * panelStride, PANEL, c, at);
        }
    }

    private static void panels(int m, float[] a, int aAt, int aStride, Matrix b, float[] c, int cAt, int cStride) {
        int k = b.rows();
        for (int panel = 0; panel * PANEL < b.columns(); panel++) {
            int at = cAt + panelColumn(panel, PANEL, b.columns());
            rows(m, k, a, aAt, aStride, b.packed(), panel * k * PANEL, PANEL, c, at, cStride);
        }
    }

    private static void rows(
            int m,
            int k,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int bStride,
            float[] c,
            int cAt,
            int cStride) {
        int i = 0;
        for (; i + 6 <= m; i += 6) {
            VectorGemm.rows6(k, a, aAt + i * aStride, aStride, b, bAt, bStride, c, cAt + i * cStride, cStride);
        }
        if (i + 4 <= m) {
            VectorGemm.rows4(k, a, aAt + i * aStride, aStride, b, bAt, bStride, c, cAt + i * cStride, cStride);
            i += 4;
        }
        for (; i + 3 <= m; i += 3) {
            VectorGemm.rows3(k, a, aAt + i * aStride, aStride, b, bAt, bStride, c, cAt + i * cStride, cStride);
        }
        for (; i < m; i++) {
            VectorGemm.row(k, a, aAt + i * aStride, b, bAt, bStride, c, cAt + i * cStride);
        }
    }

    private static void halfPanels(int m, float[] a, int aAt, int aStride, Matrix b, float[] c, int cAt, int cStride) {
        int k = b.rows();
        for (int panel = 0; panel * LANES < b.columns(); panel++) {
            int bAt = panel * k * LANES;
            int at = cAt + panelColumn(panel, LANES, b.columns());
            int i = 0;
            for (; i + 4 <= m; i += 4) {
                VectorGemm.halfRows4(k, a, aAt + i * aStride, aStride, b.packed(), bAt, c, at + i * cStride, cStride);
            }
            for (; i < m; i++) {
                VectorGemm.halfRow(k, a, aAt + i * aStride, b.packed(), bAt, c, at + i * cStride);
            }
        }
    }

    private static void dots(int m, float[] a, int aAt, int aStride, Matrix b, float[] c, int cAt, int cStride) {
        int k = b.rows();
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < b.columns(); j++) {
                c[cAt + i * cStride + j] += VectorGemm.dot(k, a, aAt + i * aStride, b.packed(), j * k);
            }
        }
    }

    @Override
    public void gemm(
            int m, int n, int k, float[] a, int aAt, int aStride, float[] b, int bAt, float[] c, int cAt, int cStride) {
        int j = 0;
        for (; j + PANEL <= n; j += PANEL) {
            rows(m, k, a, aAt, aStride, b, bAt + j, n, c, cAt + j, cStride);
        }
        if (j == n) {
            return;
        }
        for (int i = 0; i < m; i++) {
            for (int p = 0; p < k; p++) {
                float x = a[aAt + i * aStride + p];
                for (int rest = j; rest < n; rest++) {
                    int at = cAt + i * cStride + rest;
                    c[at] = Math.fma(x, b[bAt + p * n + rest], c[at]);
                }
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
    public void lstmState(int n, float[] gates, int at, int plane, float[] c, float[] h, int state) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector moved = FloatVector.fromArray(SPECIES, gates, at + plane + i)
                    .fma(
                            FloatVector.fromArray(SPECIES, c, state + i),
                            FloatVector.fromArray(SPECIES, gates, at + i)
                                    .mul(FloatVector.fromArray(SPECIES, gates, at + 3 * plane + i)));
            moved.intoArray(c, state + i);
            moved.intoArray(h, state + i);
        }
        for (; i < n; i++) {
            float moved = Math.fma(gates[at + plane + i], c[state + i], gates[at + i] * gates[at + 3 * plane + i]);
            c[state + i] = moved;
            h[state + i] = moved;
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
    public void softmax(int rows, int n, float[] x, int at) {
        for (int row = 0; row < rows; row++) {
            if (n >= LANES) {
                VectorActivations.softmax(x, at + row * n, n);
            } else {
                RowFunctions.softmax(x, at + row * n, n, 1);
            }
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
                    ElementFunctions.activate(activation, x, at, n);
                }
            }
            default -> ElementFunctions.activate(activation, x, at, n);
        }
    }
}
