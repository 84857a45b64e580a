package io.github.keras4j.engine.purejava.kernels;

import java.util.Arrays;

/**
 * Matrix products of rows that are windows of five bands, whose values lie side by side as a block's rows do ({@link
 * VectorGemm#block}): each value is packed once, not once for every window that sees it.
 */
final class VectorBands {
    private static final int PANEL = VectorGemm.PANEL;
    private static final int BLOCK = VectorGemm.BLOCK;
    private static final float[] ZEROS = new float[PANEL];

    private VectorBands() {}

    /** As {@link Kernels#gemmOfBands}. */
    static void multiply(
            int[] starts,
            int[] parts,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            Panels panels,
            float[] c,
            int[] cAt,
            int column,
            int cStride) {
        for (int panel = 0; panel < panels.count(); panel++) {
            int to = column + panels.place(panel, 0);
            int done = panels.done(panel);
            for (int i = 0; done > 0 && i < starts.length; i++) {
                for (int at : cAt) {
                    int from = at + i * cStride + to;
                    Arrays.fill(c, from + done, from + PANEL, 0);
                }
            }
            int bAt = panels.at(panel, 0);
            for (int i = 0; i < starts.length; i++) {
                window(parts, depth, a, aAt + starts[i], b, bAt, done > 0, c, cAt, to + i * cStride);
            }
        }
    }

    /** One window of each band. */
    private static void window(
            int[] parts,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            boolean adds,
            float[] c,
            int[] cAt,
            int to) {
        for (int part = 0; part < parts.length; part++) {
            VectorGemm.block(
                    depth,
                    a,
                    (aAt + parts[part]) * BLOCK,
                    b,
                    bAt + part * depth * PANEL,
                    adds || part > 0 ? c : ZEROS,
                    0,
                    0,
                    c,
                    cAt[0] + to,
                    cAt[1] + to,
                    cAt[2] + to,
                    cAt[3] + to,
                    cAt[4] + to);
        }
    }
}
