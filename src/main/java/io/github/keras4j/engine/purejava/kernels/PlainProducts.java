package io.github.keras4j.engine.purejava.kernels;

import java.util.Arrays;

/**
 * Matrix products by {@link PlainTiles}, whose loops want many columns. So where there are few, and more rows, these change
 * places: the rows of the left-hand side lie side by side, as columns. A sum's terms are added in the same order whichever
 * way, so the way does not count. One per thread, for its scratch memory.
 */
final class PlainProducts {
    private static final int ROW = PlainTiles.ROW;
    private static final int WIDEST = PlainTiles.WIDEST;
    private static final int ROWS = PlainTiles.ROWS;
    /** Fewer columns than these are few, */
    private static final int FEW = 192;
    /** and fewer rows do not change places. */
    private static final int LEAST_ROWS = 32;
    /** So many lines of turned rows stay in the second-level cache. */
    private static final int DEEPEST = 128;

    private static final int[] WHOLE = {0};
    private static final int[] EVEN = {};
    private static final float[] NONE = {};
    private static final float[][] NO_LINES = {};

    private static final ThreadLocal<PlainProducts> MINE = ThreadLocal.withInitial(PlainProducts::new);

    private final float[] sums = new float[ROWS * ROW];
    private float[][] turned = NO_LINES;
    private float[][] copied = NO_LINES;
    private float[] zeros = NONE;

    private int m;
    private float[] a = NONE;
    private int aAt;
    private int aStride;
    private int[] starts = EVEN;
    private int[] parts = WHOLE;
    private int depth;

    private float[][] lines = NO_LINES;
    private int k;
    private int columns;
    private int planes;

    private float[] c = NONE;
    private int cAt;
    private int cStride;
    private int cPlane;
    /** What sums begin with, a number for each column of all planes; empty: what is in {@link #c}. */
    private float[] start = NONE;

    private PlainProducts() {}

    static PlainProducts mine() {
        return MINE.get();
    }

    /** A matrix's rows, cut into pieces of at most {@link PlainTiles#WIDEST} columns: all of the first piece, of the second, ... */
    static float[][] lines(float[] values, int rows, int columns) {
        float[][] lines = new float[pieces(columns) * rows][width(columns)];
        fill(values, 0, rows, columns, lines);
        return lines;
    }

    private static int pieces(int columns) {
        return Math.max(1, (columns + WIDEST - 1) / WIDEST);
    }

    private static int width(int columns) {
        int pieces = pieces(columns);
        return (columns + pieces - 1) / pieces;
    }

    private static void fill(float[] values, int at, int rows, int columns, float[][] lines) {
        int width = width(columns);
        for (int first = 0, line = 0; first < columns; first += width) {
            int some = Math.min(width, columns - first);
            for (int row = 0; row < rows; row++, line++) {
                System.arraycopy(values, at + row * columns + first, lines[line], 0, some);
            }
        }
    }

    private static float[][] atLeast(float[][] lines, int count, int width) {
        int widest = lines.length == 0 ? 0 : lines[0].length;
        return count > lines.length || width > widest
                ? new float[Math.max(count, lines.length)][Math.max(width, widest)]
                : lines;
    }

    /** Rows that are {@code aStride} apart. */
    PlainProducts left(int m, float[] a, int aAt, int aStride) {
        this.m = m;
        this.a = a;
        this.aAt = aAt;
        this.aStride = aStride;
        starts = EVEN;
        parts = WHOLE;
        depth = Integer.MAX_VALUE;
        return this;
    }

    /** Rows in parts, as for {@link Kernels#gemm(int[], int[], int, float[], int, Matrix, float[], int, int)}. */
    PlainProducts left(int[] starts, int[] parts, int depth, float[] a, int aAt) {
        m = starts.length;
        this.a = a;
        this.aAt = aAt;
        this.starts = starts;
        this.parts = parts;
        this.depth = depth;
        return this;
    }

    PlainProducts right(Matrix b) {
        lines = b.lines();
        k = b.rows();
        columns = b.columns();
        planes = b.planes();
        return this;
    }

    /** Row-major {@code [rows][columns]}, known only now. */
    PlainProducts right(float[] b, int at, int rows, int columns) {
        copied = atLeast(copied, pieces(columns) * rows, width(columns));
        fill(b, at, rows, columns, copied);
        lines = copied;
        k = rows;
        this.columns = columns;
        planes = 1;
        return this;
    }

    /** {@code c = a b}; there is one plane. */
    void into(PlainTiles tiles, float[] values, int at, int stride) {
        if (zeros.length < columns) {
            zeros = new float[columns];
        }
        into(tiles, zeros, values, at, stride, columns);
    }

    /** {@code c = bias + a b}. */
    void into(PlainTiles tiles, float[] bias, float[] values, int at, int stride, int plane) {
        start = bias;
        onto(tiles, values, at, stride, plane);
        start = NONE;
    }

    /** {@code c += a b}. */
    void onto(PlainTiles tiles, float[] values, int at, int stride, int plane) {
        c = values;
        cAt = at;
        cStride = stride;
        cPlane = plane;
        if (columns < FEW && m >= LEAST_ROWS && m > columns) {
            int blocks = (m + WIDEST - 1) / WIDEST;
            int most = (m + blocks - 1) / blocks;
            for (int first = 0; first < m; first += most) {
                turned(tiles, first, Math.min(most, m - first));
            }
        } else {
            int width = width(columns);
            for (int first = 0, line = 0; first < columns; first += width, line += k) {
                rows(tiles, line, first, Math.min(width, columns - first));
            }
        }
        a = NONE; // not to keep a model alive that a thread has used last
        c = NONE;
        lines = NO_LINES;
    }

    private int aRow(int i) {
        return starts == EVEN ? aAt + i * aStride : aAt + starts[i];
    }

    /** Where a column goes in the first row. */
    private int place(int column) {
        int inPlane = columns / planes;
        return cAt + column / inPlane * cPlane + column % inPlane;
    }

    /** The piece of {@code n} columns from {@code first} on, whose lines begin with number {@code line}. */
    private void rows(PlainTiles tiles, int line, int first, int n) {
        int i = 0;
        for (; i < m - 2; i += ROWS) { // of three rows the last is taken twice
            int last = Math.min(i + ROWS, m) - 1;
            for (int row = i; row <= last; row++) {
                copy(row, first, n, (row - i) * ROW, true);
            }
            for (int part = 0, to = line; part < parts.length; part++, to += depth) {
                int from = parts[part];
                tile(tiles, n, to, aRow(i) + from, aRow(i + 1) + from, aRow(i + 2) + from, aRow(last) + from);
            }
            for (int row = i; row <= last; row++) {
                copy(row, first, n, (row - i) * ROW, false);
            }
        }
        for (; i < m; i++) {
            copy(i, first, n, 0, true);
            for (int part = 0, to = line; part < parts.length; part++, to += depth) {
                row(tiles, n, to, aRow(i) + parts[part]);
            }
            copy(i, first, n, 0, false);
        }
    }

    /** A row's columns from all its planes into the sums, or back. */
    private void copy(int row, int first, int n, int at, boolean in) {
        if (in && start != NONE) {
            System.arraycopy(start, first, sums, at, n);
            return;
        }
        int inPlane = columns / planes;
        int plane = first / inPlane;
        int place = cAt + row * cStride + plane * cPlane;
        int column = first - plane * inPlane;
        for (int done = 0; done < n; place += cPlane, column = 0) {
            int some = Math.min(inPlane - column, n - done);
            if (in) {
                System.arraycopy(c, place + column, sums, at + done, some);
            } else {
                System.arraycopy(sums, at + done, c, place + column, some);
            }
            done += some;
        }
    }

    private void row(PlainTiles tiles, int n, int line, int at) {
        int deep = Math.min(depth, k);
        int p = 0;
        for (; p <= deep - 4; p += 4) {
            float[] b0 = lines[line + p];
            float[] b1 = lines[line + p + 1];
            float[] b2 = lines[line + p + 2];
            float[] b3 = lines[line + p + 3];
            tiles.four(n, a[at + p], a[at + p + 1], a[at + p + 2], a[at + p + 3], b0, b1, b2, b3, sums);
        }
        for (; p < deep; p++) {
            tiles.one(n, a[at + p], lines[line + p], sums);
        }
    }

    private void tile(PlainTiles tiles, int n, int line, int a0, int a1, int a2, int a3) {
        int deep = Math.min(depth, k);
        int p = 0;
        for (; p < deep - 1; p += 2) {
            float p0 = a[a0 + p];
            float q0 = a[a0 + p + 1];
            float p1 = a[a1 + p];
            float q1 = a[a1 + p + 1];
            float p2 = a[a2 + p];
            float q2 = a[a2 + p + 1];
            float p3 = a[a3 + p];
            float q3 = a[a3 + p + 1];
            rows(tiles, n, p0, q0, p1, q1, p2, q2, p3, q3, lines[line + p], lines[line + p + 1]);
        }
        if (p < deep) {
            tiles.rows(n, a[a0 + p], a[a1 + p], a[a2 + p], a[a3 + p], lines[line + p], sums);
        }
    }

    private void rows(
            PlainTiles tiles,
            int n,
            float a0,
            float a1,
            float c0,
            float c1,
            float d0,
            float d1,
            float e0,
            float e1,
            float[] b0,
            float[] b1) {
        if (n < PlainTiles.LONG) {
            tiles.rows(n, a0, a1, c0, c1, d0, d1, e0, e1, b0, b1, sums);
        } else {
            tiles.longRows(n, a0, a1, c0, c1, d0, d1, e0, e1, b0, b1, sums);
        }
    }

    /** {@code n} rows from {@code first} on, as columns of the product's transpose. */
    private void turned(PlainTiles tiles, int first, int n) {
        turned = atLeast(turned, Math.min(k, DEEPEST), n);
        for (int line = 0; line < k; line += DEEPEST) {
            int deep = Math.min(DEEPEST, k - line);
            turn(first, n, line, deep);
            for (int column = 0; column < columns; column += ROWS) { // the last is taken again where there are no four
                int last = columns - 1;
                int j1 = Math.min(column + 1, last);
                int j2 = Math.min(column + 2, last);
                int j3 = Math.min(column + 3, last);
                int to = first * cStride;
                if (line == 0 && start != NONE) {
                    Arrays.fill(sums, 0, n, start[column]);
                    Arrays.fill(sums, ROW, ROW + n, start[j1]);
                    Arrays.fill(sums, 2 * ROW, 2 * ROW + n, start[j2]);
                    Arrays.fill(sums, 3 * ROW, 3 * ROW + n, start[j3]);
                } else {
                    gather(n, to + place(column), to + place(j1), to + place(j2), to + place(j3));
                }
                turnedTile(tiles, n, line, deep, column, j1, j2, j3);
                scatter(n, to + place(column), to + place(j1), to + place(j2), to + place(j3));
            }
        }
    }

    private void turnedTile(PlainTiles tiles, int n, int line, int deep, int j0, int j1, int j2, int j3) {
        int p = 0;
        for (; p < deep - 1; p += 2) {
            float[] b = lines[line + p];
            float[] d = lines[line + p + 1];
            rows(tiles, n, b[j0], d[j0], b[j1], d[j1], b[j2], d[j2], b[j3], d[j3], turned[p], turned[p + 1]);
        }
        if (p < deep) {
            float[] b = lines[line + p];
            tiles.rows(n, b[j0], b[j1], b[j2], b[j3], turned[p], sums);
        }
    }

    /** {@code deep} columns of the left-hand side, from number {@code line} on. */
    private void turn(int first, int n, int line, int deep) {
        for (int p = 0; p < deep; ) {
            int inPart = (line + p) % depth;
            int at = aAt + parts[(line + p) / depth] + inPart;
            int some = Math.min(deep - p, depth - inPart);
            int q = 0;
            for (; q <= some - 4; q += 4) {
                turn(first, n, at + q, turned[p + q], turned[p + q + 1], turned[p + q + 2], turned[p + q + 3]);
            }
            for (; q < some; q++) {
                turn(first, n, at + q, turned[p + q]);
            }
            p += some;
        }
    }

    private void turn(int first, int n, int at, float[] to) {
        float[] from = a;
        if (starts == EVEN) {
            int distance = aStride;
            for (int i = 0, place = at + first * distance; i < n; i++, place += distance) {
                to[i] = from[place];
            }
            return;
        }
        int[] places = starts;
        for (int i = 0; i < n; i++) {
            to[i] = from[at + places[first + i]];
        }
    }

    /** As {@link #turn(int, int, int, float[])} for four columns side by side. */
    private void turn(int first, int n, int at, float[] to, float[] to1, float[] to2, float[] to3) {
        float[] from = a;
        int distance = aStride;
        int[] places = starts;
        boolean even = places == EVEN;
        for (int i = 0; i < n; i++) {
            int place = at + (even ? (first + i) * distance : places[first + i]);
            to[i] = from[place];
            to1[i] = from[place + 1];
            to2[i] = from[place + 2];
            to3[i] = from[place + 3];
        }
    }

    private void gather(int n, int c0, int c1, int c2, int c3) {
        float[] from = c;
        float[] to = sums;
        for (int i = 0, place = 0; i < n; i++, place += cStride) {
            to[i] = from[c0 + place];
            to[i + ROW] = from[c1 + place];
            to[i + 2 * ROW] = from[c2 + place];
            to[i + 3 * ROW] = from[c3 + place];
        }
    }

    private void scatter(int n, int c0, int c1, int c2, int c3) {
        float[] from = sums;
        float[] to = c;
        for (int i = 0, place = 0; i < n; i++, place += cStride) {
            to[c0 + place] = from[i];
            to[c1 + place] = from[i + ROW];
            to[c2 + place] = from[i + 2 * ROW];
            to[c3 + place] = from[i + 3 * ROW];
        }
    }
}
