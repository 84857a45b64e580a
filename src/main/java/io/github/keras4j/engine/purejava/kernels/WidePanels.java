package io.github.keras4j.engine.purejava.kernels;

import java.util.Arrays;

/**
 * How {@link WideKernels} lay out a right-hand side: panels of two vectors of columns, each {@code [depth][width]}, or of one
 * where no more are left. A panel's second vector may overlap the first, so that it ends with its plane. A plane narrower
 * than a vector is filled up with zeros. Sums are cut into stretches of equal, even length, the last filled up with a zero.
 */
final class WidePanels {
    private static final int LANES = VectorGemm.LANES;

    private final int rows;
    private final int columns;
    private final int planes;
    private final int depth;
    private final int[] plane;
    private final int[] column;
    private final int[] second;
    private final int[] at;
    private final int size;
    private int begin;

    /**
     * @param rows the inner axis
     * @param columns of all planes
     * @param planes equal groups of columns, whose products go to different places
     */
    WidePanels(int rows, int columns, int planes) {
        this.rows = rows;
        this.columns = columns / planes;
        this.planes = planes;
        depth = rows + rows % 2;
        int[][] one = plane(this.columns);
        int count = planes * one.length;
        plane = new int[count];
        column = new int[count];
        second = new int[count];
        at = new int[count];
        int end = 0;
        for (int panel = 0; panel < count; panel++) {
            int[] place = one[panel % one.length];
            plane[panel] = panel / one.length;
            column[panel] = place[0];
            second[panel] = place[1];
            at[panel] = end;
            end = Math.addExact(end, Math.multiplyExact(depth, width(panel)) + 5 * LANES);
        }
        size = end;
    }

    /**
     * Where each panel of a plane begins, and how far behind it its second vector; 0 where it has none. Vectors overlap only
     * in one panel, which reads a row before it writes it.
     */
    private static int[][] plane(int columns) {
        int wide = 2 * LANES;
        int whole = columns / wide;
        int left = columns % wide;
        boolean shared = left > 0 && left < LANES && whole > 0; // with the panel before, each half of both
        int[][] panels = new int[left == 0 ? whole : whole + 1][];
        for (int i = 0; i < whole; i++) {
            panels[i] = new int[] {i * wide, LANES};
        }
        if (shared) {
            int both = wide + left;
            int half = (both + 1) / 2;
            panels[whole - 1] = new int[] {(whole - 1) * wide, half - LANES};
            panels[whole] = new int[] {(whole - 1) * wide + half, both - half - LANES};
        } else if (left > 0) {
            panels[whole] = new int[] {whole * wide, Math.max(0, left - LANES)};
        }
        return panels;
    }

    int rows() {
        return rows;
    }

    /** Columns of one plane. */
    int columns() {
        return columns;
    }

    int count() {
        return plane.length;
    }

    /** How many columns of {@link #packed} a panel has. */
    int width(int panel) {
        return second[panel] == 0 ? LANES : 2 * LANES;
    }

    /** Where a panel's second vector begins, counted from its first; 0 where it has none. */
    int second(int panel) {
        return second[panel];
    }

    /** Where a panel begins. */
    int at(int panel) {
        return begin + at[panel];
    }

    /** Puts the first panel there; it is at 0 before. */
    WidePanels beginAt(int first) {
        begin = first;
        return this;
    }

    /** Where a panel's columns go in a row whose planes lie {@code distance} apart. */
    int place(int panel, int distance) {
        return plane[panel] * distance + column[panel];
    }

    /** Whether whole panels follow one another in a row. */
    boolean areAdjacent(int first, int last, int distance) {
        return second[last] == LANES
                && second[last - 1] == LANES
                && place(last, distance) == place(first, distance) + (last - first) * 2 * LANES;
    }

    /** Whether all are four and four whole panels that follow one another in a row. */
    boolean isInFours(int distance) {
        boolean fits = at.length % 4 == 0;
        for (int panel = 0; fits && panel < at.length; panel += 4) {
            fits = areAdjacent(panel, panel + 3, distance);
        }
        return fits;
    }

    /** The first column of a panel among those of all planes. */
    int first(int panel) {
        return plane[panel] * columns + column[panel];
    }

    /** Whether planes have a whole vector of columns. */
    boolean isFull() {
        return columns >= LANES;
    }

    /** How many floats this layout takes. */
    int size() {
        return size;
    }

    /** {@code [rows][planes * columns]} into this layout; rows and columns lie at these distances. */
    void pack(float[] values, int from, int rowStride, int columnStride, float[] packed) {
        for (int panel = 0; panel < plane.length; panel++) {
            int first = from + first(panel) * columnStride;
            vector(values, first, rowStride, columnStride, packed, at(panel), width(panel));
            if (second[panel] > 0) {
                first += second[panel] * columnStride;
                vector(values, first, rowStride, columnStride, packed, at(panel) + LANES, width(panel));
            }
        }
    }

    /** One vector of columns. */
    private void vector(float[] values, int first, int rowStride, int columnStride, float[] packed, int at, int width) {
        int own = Math.min(LANES, columns);
        if (columnStride == 1) {
            for (int p = 0; p < rows; p++) {
                System.arraycopy(values, first + p * rowStride, packed, at + p * width, own);
            }
        } else {
            for (int j = 0; j < own; j++) {
                int source = first + j * columnStride;
                for (int p = 0; p < rows; p++) {
                    packed[at + p * width + j] = values[source + p * rowStride];
                }
            }
        }
        for (int p = 0; own < LANES && p < rows; p++) {
            Arrays.fill(packed, at + p * width + own, at + p * width + LANES, 0);
        }
        if (depth > rows) {
            Arrays.fill(packed, at + rows * width, at + rows * width + LANES, 0);
        }
    }

    /** The row-major matrix again. */
    float[] unpack(float[] packed) {
        float[] values = new float[rows * planes * columns];
        int own = Math.min(LANES, columns);
        for (int panel = 0; panel < plane.length; panel++) {
            for (int p = 0; p < rows; p++) {
                int from = at(panel) + p * width(panel);
                int to = p * planes * columns + first(panel);
                System.arraycopy(packed, from, values, to, own);
                if (second[panel] > 0) {
                    System.arraycopy(packed, from + LANES, values, to + second[panel], LANES);
                }
            }
        }
        return values;
    }
}
