package io.github.keras4j.engine.purejava.kernels;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products of any size, cut into {@link WideTiles}. Rows of the left-hand side are copied to where the tiles read
 * them, from one piece or from the parts of a convolution's window. Long sums are cut into stretches: what a tile reads
 * stays in the first-level cache, and rounding grows less.
 */
final class WideProducts {
    private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
    private static final int LANES = VectorGemm.LANES;
    private static final int WIDE = 2 * LANES;
    private static final int STRIDE = WideTiles.STRIDE;
    /** The largest tile's rows. */
    private static final int TILE = 12;
    /**
     * So many rows at most go through all panels together: whole tiles, which stay in the second-level cache. Panels come from
     * farther away, once for each block of rows: with 96, the 128 tokens of a transformer fetched all weights twice.
     */
    private static final int ROWS = 12 * TILE;
    /** So many stretches go through a panel together, so that its sums are not fetched anew for each. */
    private static final int TOGETHER = 4;
    /** Where the rows of one stretch end in {@link #left}. */
    private static final int STRIP = ROWS * STRIDE;
    /** Rows that are left over by tiles of so many go alone, four panels at once. */
    private static final int FEWEST = 4;
    /** Shorter pieces are copied in vectors; a call of arraycopy takes as long as some of these. */
    private static final int SHORT = 4 * LANES;

    /**
     * So many panels go by rows together, so that a row of {@code c} is written in one piece, and so that rows left over find
     * the panels in the second-level cache. With all rows by each panel, the products of 128 by 512 took a tenth longer.
     */
    private static final int GROUP = 4;
    /** So many rows at a time; whole tiles. */
    private static final int NEAR = 4 * TILE;

    private static final float[] NOTHING = {};
    /** Added where nothing is. */
    private static final float[] ZEROS = new float[WIDE];

    /** Sums of this length are practised; see {@link Warmth}. */
    private static final int PRACTICE = 64;

    private static final Warmth FOUR = new Warmth(
            PRACTICE * 17 + 24,
            scratch -> fourVectors(
                    PRACTICE, scratch, 0, scratch, 0, 0, 0, 0, scratch, 0, LANES, scratch, Warmth.SCRATCH - 8 * LANES));

    private static final int[] PIECES = new int[32];

    private static final Warmth SHORTS = new Warmth(6 * PIECES.length, scratch -> {
        shorts(PIECES, 0, PIECES.length, scratch, 0, scratch, SHORT, 2 * LANES);
        shorts(PIECES, 0, PIECES.length, scratch, 0, scratch, SHORT, LANES);
    });

    static final int[] WHOLE = {0};
    private static final ThreadLocal<WideProducts> MINE = ThreadLocal.withInitial(WideProducts::new);

    private final float[] left = new float[TOGETHER * STRIP + LANES];
    private final float[] ragged = new float[ROWS * LANES];
    private int[] even = {0};
    private int evenStride;
    private int filled;
    private float[] packed = NOTHING;
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

    /** The length of a sum's stretches, even, of which the last may be shorter: the same however many rows there are. */
    static int stretch(int depth) {
        int count = Math.max(1, (depth + WideTiles.DEEPEST - 1) / WideTiles.DEEPEST);
        int length = (depth + count - 1) / count;
        return Math.max(2, length + length % 2);
    }

    /**
     * {@code c = a b} with a bias added, or added to {@code c}.
     *
     * @param rows where the {@code m} rows begin, {@code aAt} further
     * @param parts where a row's parts begin, counted from its beginning, each {@code length} long
     * @param bias for the columns of all planes, from {@code biasAt} on; null: none
     * @param adds whether {@code c} is added to; there is no bias then
     */
    void run(
            int[] rows,
            int m,
            int[] parts,
            int length,
            float[] a,
            int aAt,
            float[] values,
            WidePanels panels,
            float @Nullable [] bias,
            int biasAt,
            boolean adds,
            float[] c,
            int cAt,
            int cStride,
            int cPlane) {
        int depth = panels.rows();
        VectorOperations.before(m, depth, panels.columns());
        int stretch = stretch(depth);
        int blocks = Math.max(1, (m + ROWS - 1) / ROWS);
        int block = ((m + blocks - 1) / blocks + TILE - 1) / TILE * TILE;
        for (int first = 0; first < m; first += block) {
            int count = Math.min(block, m - first);
            int to = cAt + first * cStride;
            for (int from = 0; from < depth || from == 0; from += TOGETHER * stretch) {
                int deep = Math.min(TOGETHER * stretch, depth - from);
                for (int strip = 0; strip * stretch < deep; strip++) {
                    int at = strip * stretch;
                    copy(rows, first, count, parts, length, a, aAt, from + at, Math.min(stretch, deep - at), strip);
                }
                boolean more = adds || from > 0;
                float[] add = more ? c : bias == null ? ZEROS : bias;
                int whole = count - count % FEWEST;
                for (int group = 0; group < panels.count(); group += GROUP) {
                    int end = Math.min(group + GROUP, panels.count());
                    for (int row = 0, near; row < whole; row += near) {
                        near = whole - row < NEAR + 2 * TILE ? whole - row : NEAR;
                        int at = to + row * cStride;
                        strips(
                                group, end, row, near, deep, stretch, from, values, panels, add, biasAt, c, at, cStride,
                                cPlane);
                    }
                    for (int row = whole; row < count; row++) {
                        int at = to + row * cStride;
                        int done = fours(
                                group,
                                end,
                                left,
                                row * STRIDE,
                                STRIP,
                                deep,
                                stretch,
                                from,
                                values,
                                panels,
                                add,
                                biasAt,
                                c,
                                at,
                                cPlane);
                        strips(
                                done, end, row, 1, deep, stretch, from, values, panels, add, biasAt, c, at, cStride,
                                cPlane);
                    }
                }
            }
        }
    }

    /** {@code m} rows and the panels from {@code panel} to {@code end}, each with all strips, while its sums are in the cache. */
    private void strips(
            int panel,
            int end,
            int row,
            int m,
            int deep,
            int stretch,
            int from,
            float[] values,
            WidePanels panels,
            float[] add,
            int biasAt,
            float[] c,
            int cAt,
            int cStride,
            int cPlane) {
        for (int i = panel; i < end; i++) {
            int to = cAt + panels.place(i, cPlane);
            for (int at = 0; at < deep || at == 0; at += stretch) {
                float[] with = at == 0 ? add : c;
                int withAt = with == c ? to : with == ZEROS ? 0 : biasAt + panels.first(i);
                int length = Math.min(stretch, deep - at);
                int aAt = at / stretch * STRIP + row * STRIDE;
                strip(i, m, length + length % 2, aAt, from + at, values, panels, with, withAt, c, to, cStride);
            }
        }
    }

    private void strip(
            int panel,
            int m,
            int depth,
            int aAt,
            int from,
            float[] values,
            WidePanels panels,
            float[] add,
            int addAt,
            float[] c,
            int cAt,
            int cStride) {
        int addStride = add == c ? cStride : 0;
        int bAt = panels.at(panel) + from * panels.width(panel);
        int second = panels.second(panel);
        if (second > 0) {
            WideTiles.panel2(m, depth, left, aAt, values, bAt, add, addAt, addStride, c, cAt, cStride, second);
        } else if (panels.isFull()) {
            WideTiles.panel1(m, depth, left, aAt, values, bAt, add, addAt, addStride, c, cAt, cStride);
        } else {
            WideTiles.panel1(m, depth, left, aAt, values, bAt, ZEROS, 0, 0, ragged, 0, LANES);
            narrow(m, panels.columns(), add, addAt, addStride, c, cAt, cStride);
        }
    }

    private void narrow(int m, int n, float[] add, int addAt, int addStride, float[] c, int cAt, int cStride) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float more = add == ZEROS ? 0 : add[addAt + i * addStride + j];
                c[cAt + i * cStride + j] = ragged[i * LANES + j] + more;
            }
        }
    }

    /**
     * {@code c = a b}, of a single row that is read where it lies, with a bias or added to {@code c}; or nothing, if the
     * panels are not in fours.
     *
     * @return whether it was computed
     */
    static boolean one(
            float[] a,
            int aAt,
            float[] values,
            WidePanels panels,
            float @Nullable [] bias,
            boolean adds,
            float[] c,
            int cAt,
            int cPlane) {
        int depth = panels.rows();
        if (!panels.isInFours(cPlane) || depth == 0) {
            return false;
        }
        VectorOperations.before(1, depth, panels.columns());
        float[] add = adds ? c : bias == null ? ZEROS : bias;
        int stretch = stretch(depth);
        fours(0, panels.count(), a, aAt, stretch, depth, stretch, 0, values, panels, add, 0, c, cAt, cPlane);
        return true;
    }

    /**
     * One row and four panels at once, since one panel has too few sums.
     *
     * @param rowAt where the row's first stretch begins, the next {@code strip} further
     * @return the first panel that is not done
     */
    private static int fours(
            int panel,
            int end,
            float[] row,
            int rowAt,
            int strip,
            int deep,
            int stretch,
            int from,
            float[] values,
            WidePanels panels,
            float[] add,
            int biasAt,
            float[] c,
            int cAt,
            int cPlane) {
        for (; panel + 3 < end && panels.areAdjacent(panel, panel + 3, cPlane); panel += 4) {
            int to = cAt + panels.place(panel, cPlane);
            for (int at = 0; at < deep; at += stretch) {
                float[] with = at == 0 ? add : c;
                int begin = (from + at) * WIDE;
                four(
                        Math.min(stretch, deep - at),
                        row,
                        rowAt + at / stretch * strip,
                        values,
                        panels.at(panel) + begin,
                        panels.at(panel + 1) + begin,
                        panels.at(panel + 2) + begin,
                        panels.at(panel + 3) + begin,
                        with,
                        with == c ? to : with == ZEROS ? 0 : biasAt + panels.first(panel),
                        with == ZEROS ? 0 : LANES,
                        c,
                        to);
            }
        }
        return panel;
    }

    private static void four(
            int k,
            float[] a,
            int aAt,
            float[] b,
            int b0,
            int b1,
            int b2,
            int b3,
            float[] add,
            int addAt,
            int addStep,
            float[] c,
            int to) {
        if (FOUR.isHot()) {
            fourVectors(k, a, aAt, b, b0, b1, b2, b3, add, addAt, addStep, c, to);
            return;
        }
        long since = System.nanoTime();
        PlainTwins.tile(1, WIDE, k, a, aAt, b, b0, add, addAt, 0, c, to, 0, LANES, LANES);
        PlainTwins.tile(1, WIDE, k, a, aAt, b, b1, add, addAt + 2 * addStep, 0, c, to + WIDE, 0, LANES, LANES);
        PlainTwins.tile(1, WIDE, k, a, aAt, b, b2, add, addAt + 4 * addStep, 0, c, to + 2 * WIDE, 0, LANES, LANES);
        PlainTwins.tile(1, WIDE, k, a, aAt, b, b3, add, addAt + 6 * addStep, 0, c, to + 3 * WIDE, 0, LANES, LANES);
        FOUR.practise(since);
    }

    static void fourVectors(
            int k,
            float[] a,
            int aAt,
            float[] b,
            int b0,
            int b1,
            int b2,
            int b3,
            float[] add,
            int addAt,
            int addStep,
            float[] c,
            int to) {
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
            s0 = x.fma(FloatVector.fromArray(SPECIES, b, b0 + p * WIDE), s0);
            s1 = x.fma(FloatVector.fromArray(SPECIES, b, b0 + p * WIDE + LANES), s1);
            s2 = x.fma(FloatVector.fromArray(SPECIES, b, b1 + p * WIDE), s2);
            s3 = x.fma(FloatVector.fromArray(SPECIES, b, b1 + p * WIDE + LANES), s3);
            s4 = x.fma(FloatVector.fromArray(SPECIES, b, b2 + p * WIDE), s4);
            s5 = x.fma(FloatVector.fromArray(SPECIES, b, b2 + p * WIDE + LANES), s5);
            s6 = x.fma(FloatVector.fromArray(SPECIES, b, b3 + p * WIDE), s6);
            s7 = x.fma(FloatVector.fromArray(SPECIES, b, b3 + p * WIDE + LANES), s7);
        }
        s0.add(FloatVector.fromArray(SPECIES, add, addAt)).intoArray(c, to);
        s1.add(FloatVector.fromArray(SPECIES, add, addAt + addStep)).intoArray(c, to + LANES);
        s2.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStep)).intoArray(c, to + 2 * LANES);
        s3.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStep)).intoArray(c, to + 3 * LANES);
        s4.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStep)).intoArray(c, to + 4 * LANES);
        s5.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * addStep)).intoArray(c, to + 5 * LANES);
        s6.add(FloatVector.fromArray(SPECIES, add, addAt + 6 * addStep)).intoArray(c, to + 6 * LANES);
        s7.add(FloatVector.fromArray(SPECIES, add, addAt + 7 * addStep)).intoArray(c, to + 7 * LANES);
    }

    /** A stretch of rows into {@link #left}, filled up with a zero to an even length. */
    private void copy(
            int[] rows,
            int first,
            int count,
            int[] parts,
            int length,
            float[] a,
            int aAt,
            int from,
            int deep,
            int strip) {
        int part = from / Math.max(length, 1);
        int skipped = from % Math.max(length, 1);
        for (int done = 0; done < deep; part++, skipped = 0) {
            int size = Math.min(length - skipped, deep - done);
            int at = aAt + parts[part] + skipped;
            int to = strip * STRIP + done;
            if (size > SHORT) {
                pieces(rows, first, count, a, at, left, to, size);
            } else if (SHORTS.isHot()) {
                shorts(rows, first, count, a, at, left, to, size);
            } else {
                long since = System.nanoTime();
                pieces(rows, first, count, a, at, left, to, size);
                SHORTS.practise(since);
            }
            done += size;
        }
        for (int i = 0; deep % 2 != 0 && i < count; i++) {
            left[strip * STRIP + i * STRIDE + deep] = 0;
        }
    }

    private static void pieces(
            int[] rows, int first, int count, float[] a, int at, float[] left, int leftAt, int size) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(a, at + rows[first + i], left, leftAt + i * STRIDE, size);
        }
    }

    /** In whole vectors, if the array goes on that far: what is too much is overwritten by the next piece, or not read. */
    private static void shorts(
            int[] rows, int first, int count, float[] a, int at, float[] left, int leftAt, int size) {
        int last = a.length - (size + LANES - 1) / LANES * LANES;
        for (int i = 0, to = leftAt; i < count; i++, to += STRIDE) {
            int from = at + rows[first + i];
            if (from > last) {
                System.arraycopy(a, from, left, to, size);
            } else if (size <= LANES) {
                FloatVector.fromArray(SPECIES, a, from).intoArray(left, to);
            } else {
                for (int j = 0; j < size; j += LANES) {
                    FloatVector.fromArray(SPECIES, a, from + j).intoArray(left, to + j);
                }
            }
        }
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
