package io.github.keras4j.engine.purejava.kernels;

import java.util.Arrays;

/** Bands through some rows of a kernel. Windows of short parts are copied into one piece first. */
public final class BandProduct {
    /** The sums of shorter parts would be loaded more often than the copy costs. */
    private static final int SHORT = 16;
    /** So many numbers of such pieces stay in the first-level cache. */
    private static final int MOST_IN_PIECES = 1 << 12;

    private static final int[] WHOLE = {0};

    private final Bands bands;
    private final int[] parts;
    private final int depth;
    private final float[] pieces;
    /** Where windows begin in {@link #pieces}: as many as fit, and those left over. */
    private final int[] pieceStarts;

    private final int[] lastStarts;

    /**
     * @param parts where a window's parts begin
     * @param depth how long each is
     */
    public BandProduct(Bands bands, int[] parts, int depth) {
        this.bands = bands;
        this.parts = parts;
        this.depth = depth;
        int windows = bands.starts().length;
        int window = parts.length * depth;
        boolean copies = depth < SHORT && parts.length > 1;
        int together = copies ? Math.min(windows, Math.max(1, MOST_IN_PIECES / (window * Bands.DISTANCE))) : 0;
        pieces = new float[together * window * Bands.DISTANCE];
        pieceStarts = new int[together];
        Arrays.setAll(pieceStarts, i -> i * window);
        lastStarts = copies ? Arrays.copyOf(pieceStarts, windows % together) : pieceStarts;
    }

    /**
     * Products of all windows, rows {@code stride} apart, {@code column} behind the bands' places.
     *
     * @param first added to where windows begin
     */
    public void run(Kernels kernels, int first, Matrix b, float[] c, int column, int stride) {
        int[] starts = bands.starts();
        if (pieces.length == 0) {
            kernels.gemmOfBands(starts, parts, depth, bands.values(), first, b, c, bands.places(), column, stride);
            return;
        }
        int window = parts.length * depth;
        for (int done = 0; done < starts.length; done += pieceStarts.length) {
            int[] some = starts.length - done < pieceStarts.length ? lastStarts : pieceStarts;
            copy(done, some.length, first);
            int to = column + done * stride;
            kernels.gemmOfBands(some, WHOLE, window, pieces, 0, b, c, bands.places(), to, stride);
        }
    }

    private void copy(int window, int count, int first) {
        int to = 0;
        for (int i = window; i < window + count; i++) {
            for (int part = 0; part < parts.length; part++, to += depth * Bands.DISTANCE) {
                int from = (bands.starts()[i] + parts[part] + first) * Bands.DISTANCE;
                System.arraycopy(bands.values(), from, pieces, to, depth * Bands.DISTANCE);
            }
        }
    }
}
