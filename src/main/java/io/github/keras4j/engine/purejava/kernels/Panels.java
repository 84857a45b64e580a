package io.github.keras4j.engine.purejava.kernels;

import java.util.Arrays;

/**
 * How the vector kernels lay out a right-hand side: in panels of {@link VectorGemm#PANEL} columns, each {@code
 * [rows][PANEL]}. If a plane's columns are no multiple of it, its last panel overlaps the one before, with zeros for
 * the columns that are already done. So every read and write is a whole vector, without masks, which AVX2 does not
 * have. A plane narrower than a panel is cut into panels of one vector; one narrower than a vector is padded with
 * zeros.
 */
final class Panels {
    private final int rows;
    private final int columns;
    private final int planes;
    private final int width;
    private final int[] plane;
    private final int[] column;
    private final int[] done;
    private int begin;

    /**
     * @param rows the inner axis
     * @param columns of all planes
     * @param planes equal groups of columns, whose products go to different places
     */
    Panels(int rows, int columns, int planes) {
        this.rows = rows;
        this.columns = columns / planes;
        this.planes = planes;
        width = this.columns >= VectorGemm.PANEL ? VectorGemm.PANEL : VectorGemm.LANES;
        int perPlane = (this.columns + width - 1) / width;
        plane = new int[planes * perPlane];
        column = new int[plane.length];
        done = new int[plane.length];
        for (int panel = 0; panel < plane.length; panel++) {
            int first = panel % perPlane * width;
            plane[panel] = panel / perPlane;
            column[panel] = Math.max(0, Math.min(first, this.columns - width));
            done[panel] = first - column[panel];
        }
    }

    int rows() {
        return rows;
    }

    /** Columns of one plane. */
    int columns() {
        return columns;
    }

    int planes() {
        return planes;
    }

    /** Columns of a panel. */
    int width() {
        return width;
    }

    int count() {
        return plane.length;
    }

    /** Puts the first panel there; it is at 0 before. */
    Panels beginAt(int first) {
        begin = first;
        return this;
    }

    /** Where a row of a panel lies. */
    int at(int panel, int row) {
        return begin + (panel * rows + row) * width;
    }

    /** Where a panel's columns go in a row whose planes lie {@code distance} apart. */
    int place(int panel, int distance) {
        return plane[panel] * distance + column[panel];
    }

    /**
     * True if the panels are contiguous in a row whose planes lie {@code distance} apart; the very last one may overlap
     * the one before it.
     */
    boolean areAdjacent(int distance) {
        return planes == 1 || distance == columns && columns % width == 0;
    }

    /** How many panels there are that overlap no other. */
    int whole() {
        return done[done.length - 1] == 0 ? done.length : done.length - 1;
    }

    /** The first column of a panel among those of all planes. */
    int first(int panel) {
        return plane[panel] * columns + column[panel];
    }

    /** How many of a panel's columns are already done by the panel before. */
    int done(int panel) {
        return done[panel];
    }

    /** How many floats this layout takes. */
    int size() {
        return plane.length * rows * width;
    }

    /** Row-major {@code [rows][planes * columns]} into this layout. */
    void pack(float[] values, int at, float[] packed) {
        int all = planes * columns;
        for (int panel = 0; panel < plane.length; panel++) {
            int from = at + first(panel) + done[panel];
            int own = Math.min(width - done[panel], columns);
            for (int p = 0; p < rows; p++) {
                int to = at(panel, p);
                Arrays.fill(packed, to, to + width, 0);
                System.arraycopy(values, from + p * all, packed, to + done[panel], own);
            }
        }
    }

    /** The row-major matrix again. */
    float[] unpack(float[] packed) {
        int all = planes * columns;
        float[] values = new float[rows * all];
        for (int panel = 0; panel < plane.length; panel++) {
            int to = first(panel) + done[panel];
            int own = Math.min(width - done[panel], columns);
            for (int p = 0; p < rows; p++) {
                System.arraycopy(packed, at(panel, p) + done[panel], values, to + p * all, own);
            }
        }
        return values;
    }
}
