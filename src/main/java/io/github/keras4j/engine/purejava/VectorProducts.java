package io.github.keras4j.engine.purejava;

import org.jspecify.annotations.Nullable;

/**
 * Matrix products of any size, cut into what {@link VectorGemm} computes. One thread's, for its scratch memory. A product
 * is described by its two sides and then run: {@code mine().left(...).right(...).into(...)}.
 */
final class VectorProducts {
    private static final int LANES = VectorGemm.LANES;
    private static final int PANEL = VectorGemm.PANEL;
    private static final int ROWS = VectorGemm.ROWS;
    /** Rows and inner positions of a left-hand side that are packed together, to stay in the second-level cache. */
    private static final int MOST_ROWS = 20 * ROWS;

    private static final int MOST_DEPTH = 256;
    /** From so many panels on it pays to pack the left-hand side. */
    private static final int PACKED_PANELS = 5;

    private static final int[] EVEN = {};
    private static final float[] NONE = {};
    private static final ThreadLocal<VectorProducts> MINE = ThreadLocal.withInitial(VectorProducts::new);

    private final float[] packedRows = new float[MOST_ROWS / ROWS * VectorGemm.BLOCK * MOST_DEPTH];
    private float[] packedPanels = NONE;
    private Panels lastPanels = new Panels(0, 0, 1);

    private int m;
    private int k;
    private float[] a = NONE;
    private int aAt;
    private int aStride;
    private int[] starts = EVEN;
    private float[] b = NONE;
    private Panels panels = lastPanels;
    private int bRow;
    private float[] c = NONE;
    private int cAt;
    private int cStride;
    private int cPlane;

    private VectorProducts() {}

    /** This thread's. */
    static VectorProducts mine() {
        return MINE.get();
    }

    /** {@code rows} rows that lie {@code stride} apart. */
    VectorProducts left(int rows, float[] values, int at, int stride) {
        m = rows;
        a = values;
        aAt = at;
        aStride = stride;
        starts = EVEN;
        return this;
    }

    /** {@code rows} rows that start at {@code at + places[i]}. */
    VectorProducts left(int rows, float[] values, int at, int[] places) {
        left(rows, values, at, 0);
        starts = places;
        return this;
    }

    /** A packed matrix. */
    VectorProducts right(float[] packed, Panels layout) {
        return right(packed, layout, 0, layout.rows());
    }

    /** {@code depth} rows of a packed matrix, from {@code row} on. */
    VectorProducts right(float[] packed, Panels layout, int row, int depth) {
        b = packed;
        panels = layout;
        bRow = row;
        k = depth;
        return this;
    }

    /** A matrix that lies row-major, {@code [depth][columns]}; packed here. */
    VectorProducts rightUnpacked(float[] values, int at, int depth, int columns) {
        if (lastPanels.rows() != depth || lastPanels.columns() != columns) {
            lastPanels = new Panels(depth, columns, 1);
        }
        if (packedPanels.length < lastPanels.size()) {
            packedPanels = new float[lastPanels.size()];
        }
        lastPanels.pack(values, at, packedPanels);
        return right(packedPanels, lastPanels);
    }

    /**
     * {@code c = bias + a b}, or {@code c += a b} without a bias; row {@code i} of plane {@code j} goes to {@code at + i
     * stride + j plane}.
     *
     * @param bias one number per column of all planes
     */
    void into(float @Nullable [] bias, float[] values, int at, int stride, int plane) {
        c = values;
        cAt = at;
        cStride = stride;
        cPlane = plane;
        if (panels.width() == PANEL && m > 2) {
            if (panels.count() < PACKED_PANELS) {
                for (int panel = 0; panel < panels.count(); panel++) {
                    narrow(panel, bias);
                }
            } else {
                blocks(bias);
            }
        } else {
            if (bias != null) {
                fill(bias);
            }
            switch (panels.width()) {
                case 0 -> dots();
                default -> {
                    if (panels.width() == PANEL) {
                        eachRow();
                    } else {
                        halfPanels();
                    }
                }
            }
        }
        a = NONE; // not to keep a model alive that a thread has used last
        b = NONE;
        c = NONE;
    }

    private int aRow(int i) {
        int row = Math.min(i, m - 1);
        return starts == EVEN ? aAt + row * aStride : aAt + starts[row];
    }

    private int cRow(int place, int i) {
        return place + Math.min(i, m - 1) * cStride;
    }

    /** Where a panel's first row goes. */
    private int place(int panel) {
        return cAt + panels.plane(panel) * cPlane + panels.column(panel);
    }

    private int bAt(int panel, int depth) {
        return (panel * panels.rows() + bRow + depth) * panels.width();
    }

    private void fill(float[] bias) {
        for (int i = 0; i < m; i++) {
            for (int plane = 0; plane < panels.planes(); plane++) {
                int to = cAt + i * cStride + plane * cPlane;
                System.arraycopy(bias, plane * panels.columns(), c, to, panels.columns());
            }
        }
    }

    private void eachRow() {
        int distance = panels.rows() * PANEL;
        for (int i = 0; i < m; i++) {
            int row = i * cStride;
            int panel = 0;
            for (; panel + 4 <= panels.count() && panels.done(panel + 3) == 0; panel += 4) {
                VectorGemm.rowBy4(
                        k,
                        a,
                        aRow(i),
                        b,
                        bAt(panel, 0),
                        distance,
                        c,
                        place(panel) + row,
                        place(panel + 1) + row,
                        place(panel + 2) + row,
                        place(panel + 3) + row);
            }
            for (; panel < panels.count(); panel++) {
                VectorGemm.row(k, a, aRow(i), b, bAt(panel, 0), c, place(panel) + row);
            }
        }
    }

    /**
     * Where a panel's sums start from: the bias, or {@code c} where there is none and for a panel that overlaps the one
     * before; its own columns of {@code c} are then filled with the bias.
     */
    private float[] start(int panel, float @Nullable [] bias) {
        if (bias == null) {
            return c;
        }
        int done = panels.done(panel);
        if (done == 0) {
            return bias;
        }
        int from = panels.first(panel) + done;
        int to = place(panel) + done;
        for (int i = 0; i < m; i++) {
            System.arraycopy(bias, from, c, to + i * cStride, PANEL - done);
        }
        return c;
    }

    private void narrow(int panel, float @Nullable [] bias) {
        float[] init = start(panel, bias);
        int to = place(panel);
        for (int i = 0; i < m; i += 4) {
            VectorGemm.rows4(
                    k,
                    a,
                    aRow(i),
                    aRow(i + 1),
                    aRow(i + 2),
                    aRow(i + 3),
                    b,
                    bAt(panel, 0),
                    init,
                    panels.first(panel),
                    0,
                    c,
                    cRow(to, i),
                    cRow(to, i + 1),
                    cRow(to, i + 2),
                    cRow(to, i + 3));
        }
    }

    private void blocks(float @Nullable [] bias) {
        for (int depth = 0; depth < k; depth += MOST_DEPTH) {
            int deep = Math.min(MOST_DEPTH, k - depth);
            for (int panel = 0; depth == 0 && panel < panels.count(); panel++) {
                start(panel, bias);
            }
            for (int first = 0; first < m; first += MOST_ROWS) {
                int end = Math.min(first + MOST_ROWS, m);
                pack(first, end, depth, deep);
                for (int panel = 0; panel < panels.count(); panel++) {
                    float[] init = bias == null || depth > 0 || panels.done(panel) > 0 ? c : bias;
                    multiply(first, end, panel, bAt(panel, depth), deep, init);
                }
            }
        }
    }

    private void pack(int first, int end, int depth, int deep) {
        int to = 0;
        for (int i = first; i < end; i += ROWS, to += deep * VectorGemm.BLOCK) {
            VectorGemm.pack(
                    deep,
                    a,
                    aRow(i) + depth,
                    aRow(i + 1) + depth,
                    aRow(i + 2) + depth,
                    aRow(i + 3) + depth,
                    aRow(i + 4) + depth,
                    packedRows,
                    to);
        }
    }

    private void multiply(int first, int end, int panel, int from, int deep, float[] init) {
        int to = place(panel);
        int packed = 0;
        for (int i = first; i < end; i += ROWS, packed += deep * VectorGemm.BLOCK) {
            VectorGemm.block(
                    deep,
                    packedRows,
                    packed,
                    b,
                    from,
                    init,
                    panels.first(panel),
                    0,
                    c,
                    cRow(to, i),
                    cRow(to, i + 1),
                    cRow(to, i + 2),
                    cRow(to, i + 3),
                    cRow(to, i + 4));
        }
    }

    private void halfPanels() {
        for (int panel = 0; panel < panels.count(); panel++) {
            int to = place(panel);
            int i = 0;
            for (; i + 2 < m; i += 4) {
                VectorGemm.halfRows4(
                        k,
                        a,
                        aRow(i),
                        aRow(i + 1),
                        aRow(i + 2),
                        aRow(i + 3),
                        b,
                        bAt(panel, 0),
                        c,
                        cRow(to, i),
                        cRow(to, i + 1),
                        cRow(to, i + 2),
                        cRow(to, i + 3));
            }
            for (; i < m; i++) {
                VectorGemm.halfRow(k, a, aRow(i), b, bAt(panel, 0), c, cRow(to, i));
            }
        }
    }

    private void dots() {
        for (int i = 0; i < m; i++) {
            for (int plane = 0; plane < panels.planes(); plane++) {
                int to = cAt + i * cStride + plane * cPlane;
                for (int j = 0; j < panels.columns(); j++) {
                    int from = (plane * panels.columns() + j) * panels.rows() + bRow;
                    c[to + j] += VectorGemm.dot(k, a, aRow(i), b, from);
                }
            }
        }
    }
}
