package io.github.keras4j.engine.purejava.kernels;

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
    /** Packing the left-hand side pays from this many panels on. */
    private static final int PACKED_PANELS = 4;
    /** Parts of rows up to this length are packed too: loading their sums more often would cost more. */
    private static final int SHORT = 16;

    private static final int[] EVEN = {};
    private static final int[] WHOLE = {0};
    private static final float[] NONE = {};
    private static final ThreadLocal<VectorProducts> MINE = ThreadLocal.withInitial(VectorProducts::new);

    private final float[] packedRows = new float[MOST_ROWS / ROWS * VectorGemm.BLOCK * MOST_DEPTH];
    private final float[] part = new float[4 * LANES];
    private float[] packedPanels = NONE;
    private float[] zeros = NONE;
    private Panels lastPanels = new Panels(0, 0, 1);

    private int m;
    private int k;
    private float[] a = NONE;
    private int aAt;
    private int aStride;
    private int[] starts = EVEN;
    private int[] parts = WHOLE;
    private int depth;
    private float[] b = NONE;
    private Panels panels = lastPanels;
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
        parts = WHOLE;
        return this;
    }

    /** Rows made of parts, as {@link Kernels#gemm(int[], int[], int, float[], int, Matrix, float[], int, int)} has them. */
    VectorProducts left(int[] places, int[] within, int length, float[] values, int at) {
        left(places.length, values, at, 0);
        starts = places;
        parts = within;
        depth = length;
        return this;
    }

    /** A packed matrix. */
    VectorProducts right(float[] packed, Panels layout) {
        b = packed;
        panels = layout;
        k = layout.rows();
        if (parts == WHOLE) {
            depth = k;
        }
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
        VectorOperations.before(m, k, panels.columns());
        c = values;
        cAt = at;
        cStride = stride;
        cPlane = plane;
        if (panels.width() == PANEL && m > 2) {
            if (panels.count() < PACKED_PANELS && depth >= Math.min(SHORT, k)) {
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
            for (int part = 0; part < parts.length; part++) {
                if (panels.width() == PANEL) {
                    eachRow(parts[part], part * depth);
                } else {
                    halfPanels(parts[part], part * depth);
                }
            }
        }
        a = NONE; // not to keep a model alive that a thread has used last
        b = NONE;
        c = NONE;
    }

    /** {@code c = a b}; there is one plane. */
    void into(float[] values, int at, int stride) {
        if (zeros.length < panels.columns()) {
            zeros = new float[panels.columns()];
        }
        into(zeros, values, at, stride, 0);
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
        return cAt + panels.place(panel, cPlane);
    }

    private void fill(float[] bias) {
        for (int i = 0; i < m; i++) {
            for (int plane = 0; plane < panels.planes(); plane++) {
                int to = cAt + i * cStride + plane * cPlane;
                System.arraycopy(bias, plane * panels.columns(), c, to, panels.columns());
            }
        }
    }

    private void eachRow(int offset, int bRow) {
        for (int i = 0; i < m; i++) {
            row(depth, a, aRow(i) + offset, b, panels, bRow, c, cAt + i * cStride, cPlane);
        }
    }

    /**
     * {@code c += a b} for one row, by {@code depth} rows of whole panels from {@code bRow} on. Needs no scratch: a call
     * for one sample takes a tenth of a microsecond, of which looking that up would be a good part.
     */
    static void row(int depth, float[] a, int aAt, float[] b, Panels panels, int bRow, float[] c, int cAt, int cPlane) {
        int distance = panels.rows() * PANEL;
        int from = panels.at(0, bRow);
        int count = panels.count();
        int panel = 0;
        if (panels.areAdjacent(cPlane)) {
            int fours = panels.whole() / 4;
            VectorGemm.rowBy4(depth, a, aAt, b, from, distance, fours, c, cAt);
            panel = 4 * fours;
        }
        for (; panel + 1 < count; panel += 2) {
            int to = cAt + panels.place(panel, cPlane);
            int next = cAt + panels.place(panel + 1, cPlane);
            VectorGemm.rowBy2(depth, a, aAt, b, from + panel * distance, distance, c, to, next);
        }
        if (panel < count) {
            int to = cAt + panels.place(panel, cPlane);
            VectorGemm.row(depth, a, aAt, b, from + panel * distance, c, to);
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
            for (int part = 0; part < parts.length; part++) {
                VectorGemm.rows4(
                        depth,
                        a,
                        aRow(i) + parts[part],
                        aRow(i + 1) + parts[part],
                        aRow(i + 2) + parts[part],
                        aRow(i + 3) + parts[part],
                        b,
                        panels.at(panel, part * depth),
                        part == 0 ? init : c,
                        panels.first(panel),
                        0,
                        c,
                        cRow(to, i),
                        cRow(to, i + 1),
                        cRow(to, i + 2),
                        cRow(to, i + 3));
            }
        }
    }

    private void blocks(float @Nullable [] bias) {
        for (int row = 0; row < k; row += MOST_DEPTH) {
            int deep = Math.min(MOST_DEPTH, k - row);
            for (int panel = 0; row == 0 && panel < panels.count(); panel++) {
                start(panel, bias);
            }
            for (int first = 0; first < m; first += MOST_ROWS) {
                int end = Math.min(first + MOST_ROWS, m);
                pack(first, end, row, deep);
                for (int panel = 0; panel < panels.count(); panel++) {
                    float[] init = bias == null || row > 0 || panels.done(panel) > 0 ? c : bias;
                    multiply(first, end, panel, panels.at(panel, row), deep, init);
                }
            }
        }
    }

    /** Packs {@code deep} inner positions from {@code row} on, wherever the rows' parts have them. */
    private void pack(int first, int end, int row, int deep) {
        int to = 0;
        for (int i = first; i < end; i += ROWS) {
            int a0 = aRow(i);
            int a1 = aRow(i + 1);
            int a2 = aRow(i + 2);
            int a3 = aRow(i + 3);
            int a4 = aRow(i + 4);
            int part = row / depth;
            int offset = row % depth;
            for (int left = deep; left > 0; part++, offset = 0) {
                int length = Math.min(depth - offset, left);
                int from = parts[part] + offset;
                VectorGemm.pack(length, a, a0 + from, a1 + from, a2 + from, a3 + from, a4 + from, packedRows, to);
                left -= length;
                to += length * VectorGemm.BLOCK;
            }
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

    /** Panels of one vector. Those wider than their columns go through scratch memory, for whole vectors are written. */
    private void halfPanels(int offset, int bRow) {
        int columns = panels.columns();
        boolean whole = columns >= LANES;
        for (int panel = 0; panel < panels.count(); panel++) {
            int to = place(panel);
            for (int i = 0; i < m; i += 4) {
                int rows = Math.min(4, m - i);
                for (int row = 0; !whole && row < rows; row++) {
                    System.arraycopy(c, cRow(to, i + row), part, row * LANES, columns);
                }
                if (rows == 1) {
                    int at = whole ? cRow(to, i) : 0;
                    VectorGemm.halfRow(depth, a, aRow(i) + offset, b, panels.at(panel, bRow), whole ? c : part, at);
                } else {
                    VectorGemm.halfRows4(
                            depth,
                            a,
                            aRow(i) + offset,
                            aRow(i + 1) + offset,
                            aRow(i + 2) + offset,
                            aRow(i + 3) + offset,
                            b,
                            panels.at(panel, bRow),
                            whole ? c : part,
                            whole ? cRow(to, i) : 0,
                            whole ? cRow(to, i + 1) : LANES,
                            whole ? cRow(to, i + 2) : 2 * LANES,
                            whole ? cRow(to, i + 3) : 3 * LANES);
                }
                for (int row = 0; !whole && row < rows; row++) {
                    System.arraycopy(part, row * LANES, c, cRow(to, i + row), columns);
                }
            }
        }
    }
}
