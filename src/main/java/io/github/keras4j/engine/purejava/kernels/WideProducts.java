package io.github.keras4j.engine.purejava.kernels;

import java.util.Arrays;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products of any size, cut into {@link WideTiles}. The left-hand side is read where it lies. Long sums are cut into
 * stretches: their panels stay in the cache, and rounding grows less.
 */
final class WideProducts {
    private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
    private static final int LANES = VectorGemm.LANES;
    static final int STRETCH = 256;
    /** Rows that go through all panels together: their left-hand side stays in the second-level cache. */
    private static final int ROWS = 96;

    private static final int WIDEST = 4 * LANES;
    private static final float[] NOTHING = {};
    /** Added where nothing is. */
    private static final float[] ZEROS = new float[2 * WIDEST];

    static final int[] WHOLE = {0};
    private static final ThreadLocal<WideProducts> MINE = ThreadLocal.withInitial(WideProducts::new);

    private final float[] ragged = new float[ROWS * WIDEST];
    private int[] even = {0};
    private int evenStride;
    private int filled;
    private float[] packed = NOTHING;
    private float[] pieces = NOTHING;
    private final WidePanels[] recent = new WidePanels[16];
    private int next;

    private WideProducts() {
        Arrays.fill(recent, new WidePanels(0, 0, 1));
    }

    /** This thread's. */
    static WideProducts mine() {
        return MINE.get();
    }

    /** Where rows begin that lie {@code stride} apart. */
    int[] even(int m, int stride) {
        if (even.length < m) {
            even = new int[m];
            filled = 0;
        }
        int from = evenStride == stride ? filled : 0;
        for (int i = from; i < m; i++) {
            even[i] = i * stride;
        }
        filled = Math.max(from, m);
        evenStride = stride;
        return even;
    }

    /**
     * {@code c = a b} with a bias added, or added to {@code c}.
     *
     * @param rows where the {@code m} rows begin, {@code aAt} further
     * @param bias for the columns of all planes; null: none
     * @param adds whether {@code c} is added to; there is no bias then
     */
    void run(
            int[] rows,
            int m,
            int depth,
            float[] a,
            int aAt,
            float[] values,
            WidePanels panels,
            float @Nullable [] bias,
            boolean adds,
            float[] c,
            int cAt,
            int cStride,
            int cPlane) {
        for (int first = 0; first < m; first += ROWS) {
            int count = Math.min(ROWS, m - first);
            for (int from = 0; from < depth || from == 0; from += STRETCH) {
                int deep = Math.min(STRETCH, depth - from);
                for (int panel = 0; panel < panels.count(); panel++) {
                    int to = cAt + first * cStride + panels.place(panel, cPlane);
                    boolean more = adds || from > 0;
                    float[] add = more ? c : bias == null ? ZEROS : bias;
                    int addAt = more ? to : bias == null ? 0 : panels.first(panel);
                    int addStride = more ? cStride : 0;
                    int bAt = panels.at(panel) + from * panels.vectors(panel) * LANES;
                    if (panels.isFull(panel)) {
                        panel(
                                panels.vectors(panel),
                                rows,
                                first,
                                count,
                                deep,
                                a,
                                aAt + from,
                                values,
                                bAt,
                                add,
                                addAt,
                                addStride,
                                c,
                                to,
                                cStride);
                    } else {
                        int width = panels.vectors(panel) * LANES;
                        panel(
                                panels.vectors(panel),
                                rows,
                                first,
                                count,
                                deep,
                                a,
                                aAt + from,
                                values,
                                bAt,
                                ZEROS,
                                0,
                                0,
                                ragged,
                                0,
                                width);
                        copy(count, panels.own(panel), width, add, addAt, addStride, c, to, cStride);
                    }
                }
            }
        }
    }

    private void copy(int m, int n, int width, float[] add, int addAt, int addStride, float[] c, int cAt, int cStride) {
        for (int i = 0; i < m; i++) {
            int from = i * width;
            int to = cAt + i * cStride;
            int with = addAt + i * addStride;
            if (add == ZEROS) {
                System.arraycopy(ragged, from, c, to, n);
            } else {
                for (int j = 0; j < n; j++) {
                    c[to + j] = ragged[from + j] + add[with + j];
                }
            }
        }
    }

    private static void panel(
            int vectors,
            int[] rows,
            int first,
            int m,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        switch (vectors) {
            case 4 -> WideTiles.panel4(rows, first, m, depth, a, aAt, b, bAt, add, addAt, addStride, c, cAt, cStride);
            case 3 -> WideTiles.panel3(rows, first, m, depth, a, aAt, b, bAt, add, addAt, addStride, c, cAt, cStride);
            case 2 -> WideTiles.panel2(rows, first, m, depth, a, aAt, b, bAt, add, addAt, addStride, c, cAt, cStride);
            default -> WideTiles.panel1(rows, first, m, depth, a, aAt, b, bAt, add, addAt, addStride, c, cAt, cStride);
        }
    }

    /** One row whose planes follow one another; panels of four vectors in pairs, for one alone has too few sums. */
    void row(int depth, float[] a, int aAt, Matrix b, float @Nullable [] bias, boolean adds, float[] c, int cAt) {
        WidePanels panels = Objects.requireNonNull(b.wide());
        int plane = panels.columns();
        int panel = 0;
        for (; panel + 1 < panels.count(); panel += 2) {
            boolean pair = panels.vectors(panel) == 4
                    && panels.vectors(panel + 1) == 4
                    && panels.isFull(panel)
                    && panels.isFull(panel + 1)
                    && panels.place(panel + 1, plane) == panels.place(panel, plane) + WIDEST;
            if (!pair) {
                break;
            }
            for (int from = 0; from < depth || from == 0; from += STRETCH) {
                int to = cAt + panels.place(panel, plane);
                boolean more = adds || from > 0;
                float[] add = more ? c : bias == null ? ZEROS : bias;
                int deep = Math.min(STRETCH, depth - from);
                int b0 = panels.at(panel) + from * WIDEST;
                int b1 = panels.at(panel + 1) + from * WIDEST;
                two(
                        deep,
                        a,
                        aAt + from,
                        b.packed(),
                        b0,
                        b1,
                        add,
                        more ? to : bias == null ? 0 : panels.first(panel),
                        c,
                        to);
            }
        }
        for (; panel < panels.count(); panel++) {
            int width = panels.vectors(panel) * LANES;
            for (int from = 0; from < depth || from == 0; from += STRETCH) {
                int to = cAt + panels.place(panel, plane);
                boolean more = adds || from > 0;
                float[] add = more ? c : bias == null ? ZEROS : bias;
                int addAt = more ? to : bias == null ? 0 : panels.first(panel);
                int deep = Math.min(STRETCH, depth - from);
                int bAt = panels.at(panel) + from * width;
                if (panels.isFull(panel)) {
                    panel(
                            panels.vectors(panel),
                            WHOLE,
                            0,
                            1,
                            deep,
                            a,
                            aAt + from,
                            b.packed(),
                            bAt,
                            add,
                            addAt,
                            0,
                            c,
                            to,
                            0);
                } else {
                    panel(
                            panels.vectors(panel),
                            WHOLE,
                            0,
                            1,
                            deep,
                            a,
                            aAt + from,
                            b.packed(),
                            bAt,
                            ZEROS,
                            0,
                            0,
                            ragged,
                            0,
                            0);
                    copy(1, panels.own(panel), width, add, addAt, 0, c, to, 0);
                }
            }
        }
    }

    /** Rows of parts, each row in one piece. */
    float[] pieces(int[] starts, int[] parts, int depth, float[] a, int aAt) {
        int size = starts.length * parts.length * depth;
        if (pieces.length < size) {
            pieces = new float[size];
        }
        int to = 0;
        for (int start : starts) {
            for (int part : parts) {
                System.arraycopy(a, aAt + start + part, pieces, to, depth);
                to += depth;
            }
        }
        return pieces;
    }

    private static void two(
            int k, float[] a, int aAt, float[] b, int b0, int b1, float[] add, int addAt, float[] c, int to) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector s4 = s0;
        FloatVector s5 = s0;
        FloatVector s6 = s0;
        FloatVector s7 = s0;
        for (int p = 0; p < k; p++) {
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p]);
            s0 = x.fma(FloatVector.fromArray(SPECIES, b, b0 + p * WIDEST), s0);
            s1 = x.fma(FloatVector.fromArray(SPECIES, b, b0 + p * WIDEST + LANES), s1);
            s2 = x.fma(FloatVector.fromArray(SPECIES, b, b0 + p * WIDEST + 2 * LANES), s2);
            s3 = x.fma(FloatVector.fromArray(SPECIES, b, b0 + p * WIDEST + 3 * LANES), s3);
            s4 = x.fma(FloatVector.fromArray(SPECIES, b, b1 + p * WIDEST), s4);
            s5 = x.fma(FloatVector.fromArray(SPECIES, b, b1 + p * WIDEST + LANES), s5);
            s6 = x.fma(FloatVector.fromArray(SPECIES, b, b1 + p * WIDEST + 2 * LANES), s6);
            s7 = x.fma(FloatVector.fromArray(SPECIES, b, b1 + p * WIDEST + 3 * LANES), s7);
        }
        s0.add(FloatVector.fromArray(SPECIES, add, addAt)).intoArray(c, to);
        s1.add(FloatVector.fromArray(SPECIES, add, addAt + LANES)).intoArray(c, to + LANES);
        s2.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * LANES)).intoArray(c, to + 2 * LANES);
        s3.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * LANES)).intoArray(c, to + 3 * LANES);
        s4.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * LANES)).intoArray(c, to + 4 * LANES);
        s5.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * LANES)).intoArray(c, to + 5 * LANES);
        s6.add(FloatVector.fromArray(SPECIES, add, addAt + 6 * LANES)).intoArray(c, to + 6 * LANES);
        s7.add(FloatVector.fromArray(SPECIES, add, addAt + 7 * LANES)).intoArray(c, to + 7 * LANES);
    }

    /** A matrix known only now, {@code [k][n]}, packed into {@link #packed}, where it stays until the next one. */
    WidePanels packNow(float[] values, int at, int k, int n, int rowStride, int columnStride) {
        WidePanels panels = panels(k, n);
        if (packed.length < panels.size()) {
            packed = new float[panels.size()];
        }
        panels.pack(values, at, rowStride, columnStride, packed);
        return panels;
    }

    /** What {@link #packNow} has packed. */
    float[] packed() {
        return packed;
    }

    /** The layout for this size; the last few are kept, so that calls that repeat allocate nothing. */
    private WidePanels panels(int k, int n) {
        for (WidePanels panels : recent) {
            if (panels.rows() == k && panels.columns() == n) {
                return panels;
            }
        }
        next = (next + 1) % recent.length;
        recent[next] = new WidePanels(k, n, 1);
        return recent[next];
    }
}
