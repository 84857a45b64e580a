package io.github.keras4j.engine.purejava.kernels;

import java.util.Arrays;

/**
 * How {@link WideKernels} lay out a right-hand side: panels of up to four vectors of columns, each {@code [rows][width]}.
 * The last panel of a plane may be wider than the columns that are left; it then ends in zeros.
 */
final class WidePanels {
    private static final int LANES = VectorGemm.LANES;
    private static final int WIDEST = 4;

    private final int rows;
    private final int columns;
    private final int planes;
    private final int[] plane;
    private final int[] column;
    private final int[] vectors;
    private final int[] at;
    private final int size;

    /**
     * @param rows the inner axis
     * @param columns of all planes
     * @param planes equal groups of columns, whose products go to different places
     */
    WidePanels(int rows, int columns, int planes) {
        this.rows = rows;
        this.columns = columns / planes;
        this.planes = planes;
        int[] widths = widths((this.columns + LANES - 1) / LANES);
        int count = planes * widths.length;
        plane = new int[count];
        column = new int[count];
        vectors = new int[count];
        at = new int[count];
        int end = 0;
        for (int panel = 0, first = 0; panel < count; panel++) {
            int place = panel % widths.length;
            first = place == 0 ? 0 : first;
            plane[panel] = panel / widths.length;
            column[panel] = first;
            vectors[panel] = widths[place];
            at[panel] = end;
            first += widths[place] * LANES;
            end = Math.addExact(end, Math.multiplyExact(rows, widths[place] * LANES));
        }
        size = end;
    }

    /** Panels of four vectors, and at the end of such widths that none is much narrower: a narrow one is slower. */
    private static int[] widths(int all) {
        int count = (all + WIDEST - 1) / WIDEST;
        int[] widths = new int[count];
        Arrays.fill(widths, WIDEST);
        int missing = count * WIDEST - all;
        for (int i = count - 1; missing > 0; i = i == 0 ? count - 1 : i - 1, missing--) {
            widths[i]--;
        }
        return widths;
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

    /** A panel's width in vectors. */
    int vectors(int panel) {
        return vectors[panel];
    }

    /** Where a panel begins. */
    int at(int panel) {
        return at[panel];
    }

    /** Where a panel's columns go in a row whose planes lie {@code distance} apart. */
    int place(int panel, int distance) {
        return plane[panel] * distance + column[panel];
    }

    /** The first column of a panel among those of all planes. */
    int first(int panel) {
        return plane[panel] * columns + column[panel];
    }

    /** How many columns a panel has that are not there only to fill it up. */
    int own(int panel) {
        return Math.min(vectors[panel] * LANES, columns - column[panel]);
    }

    boolean isFull(int panel) {
        return own(panel) == vectors[panel] * LANES;
    }

    /** How many floats this layout takes. */
    int size() {
        return size;
    }

    /** {@code [rows][planes * columns]} into this layout; rows and columns lie at these distances. */
    void pack(float[] values, int from, int rowStride, int columnStride, float[] packed) {
        for (int panel = 0; panel < plane.length; panel++) {
            int width = vectors[panel] * LANES;
            int own = own(panel);
            int first = from + first(panel) * columnStride;
            for (int p = 0; p < rows; p++) {
                int to = at[panel] + p * width;
                if (columnStride == 1) {
                    System.arraycopy(values, first + p * rowStride, packed, to, own);
                }
                if (own < width) {
                    Arrays.fill(packed, to + own, to + width, 0);
                }
            }
            for (int j = 0; columnStride != 1 && j < own; j++) {
                int source = first + j * columnStride;
                for (int p = 0; p < rows; p++) {
                    packed[at[panel] + p * width + j] = values[source + p * rowStride];
                }
            }
        }
    }

    /** The row-major matrix again. */
    float[] unpack(float[] packed) {
        float[] values = new float[rows * planes * columns];
        for (int panel = 0; panel < plane.length; panel++) {
            int width = vectors[panel] * LANES;
            for (int p = 0; p < rows; p++) {
                System.arraycopy(
                        packed, at[panel] + p * width, values, p * planes * columns + first(panel), own(panel));
            }
        }
        return values;
    }
}
