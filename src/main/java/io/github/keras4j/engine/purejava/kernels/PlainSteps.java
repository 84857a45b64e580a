package io.github.keras4j.engine.purejava.kernels;

import java.util.Arrays;

/**
 * A convolution along one axis, step by step of its input: each number of a step goes times its weights into all windows that
 * see it, whose sums lie side by side. So the loop is as long as a kernel's positions times its filters, where windows and
 * filters alone would be short ({@link PlainTiles#LONG}). A sum's terms are added in the order of {@link PlainProducts}.
 */
final class PlainSteps {
    private static final ThreadLocal<PlainSteps> MINE = ThreadLocal.withInitial(PlainSteps::new);

    private final float[] sums = new float[PlainTiles.WIDEST];
    private float[] all = {};

    private PlainSteps() {}

    static PlainSteps mine() {
        return MINE.get();
    }

    /** A line for each channel: the last position's filters, those of the one before, ... */
    static float[][] lines(Matrix kernel, int positions) {
        int channels = kernel.rows() / positions;
        int filters = kernel.columns();
        float[][] lines = new float[channels][positions * filters];
        for (int row = 0; row < kernel.rows(); row++) {
            int at = (positions - 1 - row / channels) * filters;
            System.arraycopy(kernel.lines()[row], 0, lines[row % channels], at, filters);
        }
        return lines;
    }

    /** As {@link Kernels#gemmOfSteps}. */
    void run(PlainTiles tiles, int windows, float[] x, int xAt, float[][] lines, int positions, float[] c, int cAt) {
        int n = lines[0].length;
        int filters = n / positions;
        int steps = windows + positions - 1;
        int size = (steps + positions - 1) * filters;
        if (all.length < size) {
            all = new float[size];
        } else {
            Arrays.fill(all, 0, size, 0);
        }
        for (int step = 0; step < steps; step++) { // sums of windows beyond both ends are not asked for
            System.arraycopy(all, step * filters, sums, 0, n);
            step(tiles, n, x, xAt + step * lines.length, lines);
            System.arraycopy(sums, 0, all, step * filters, n);
        }
        System.arraycopy(all, (positions - 1) * filters, c, cAt, windows * filters);
    }

    private void step(PlainTiles tiles, int n, float[] x, int at, float[][] lines) {
        int p = 0;
        for (; p <= lines.length - 4; p += 4) {
            float[] b0 = lines[p];
            float[] b1 = lines[p + 1];
            float[] b2 = lines[p + 2];
            float[] b3 = lines[p + 3];
            tiles.longFour(n, x[at + p], x[at + p + 1], x[at + p + 2], x[at + p + 3], b0, b1, b2, b3, sums);
        }
        for (; p < lines.length; p++) {
            tiles.one(n, x[at + p], lines[p], sums);
        }
    }
}
