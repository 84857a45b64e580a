package io.github.keras4j.engine.purejava;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Five bands of a convolution's windows, which go through its kernel together: those of five samples, or five stretches
 * of one sample's lines. Their values lie side by side, {@code [size][8]}, so that each is packed once, not once for
 * every window that sees it.
 */
final class Bands {
    static final int COUNT = VectorGemm.ROWS;
    private static final int DISTANCE = VectorGemm.BLOCK;
    /** So many numbers stay in the second-level cache. */
    private static final int MOST = 1 << 16;

    /** Shorter parts of windows are copied into one piece: their sums would be loaded more often than that costs. */
    private static final int SHORT = 16;
    /** So many numbers of such pieces stay in the first-level cache. */
    private static final int MOST_IN_PIECES = 1 << 12;

    private static final int[] WHOLE = {0};

    private final int[] starts;
    private final int[] parts;
    private final int depth;
    private final float[] values;
    private final int size;
    private final int[] froms = new int[COUNT];
    private final int[] places = new int[COUNT];
    private final float[] pieces;
    /** Where windows begin in {@link #pieces}: as many as fit, and those left over. */
    private final int[] pieceStarts;

    private final int[] lastStarts;

    private Bands(int[] starts, int[] parts, int depth, int size) {
        this.starts = starts;
        this.parts = parts;
        this.depth = depth;
        this.size = size;
        values = new float[size * DISTANCE];
        int window = parts.length * depth;
        boolean copies = depth < SHORT && parts.length > 1;
        int together = copies ? Math.min(starts.length, Math.max(1, MOST_IN_PIECES / (window * DISTANCE))) : 0;
        pieces = new float[together * window * DISTANCE];
        pieceStarts = new int[together];
        Arrays.setAll(pieceStarts, i -> i * window);
        lastStarts = copies ? Arrays.copyOf(pieceStarts, starts.length % together) : pieceStarts;
    }

    /**
     * Bands of as many whole lines as stay in the cache; null when not even one does.
     *
     * @param starts where a sample's windows begin, line by line
     * @param lines how many lines that are
     * @param most how many lines a band has at most
     * @param parts where a window's parts begin
     * @param depth how long each is
     * @param channels of all groups
     */
    static @Nullable Bands of(int[] starts, int lines, int most, int[] parts, int depth, int channels) {
        int line = starts.length / lines;
        int span = parts[parts.length - 1] + Math.max(depth, channels);
        for (int count = most; count > 0; count--) {
            long size = (long) starts[count * line - 1] + span;
            if (size * DISTANCE <= MOST) {
                return new Bands(Arrays.copyOf(starts, count * line), parts, depth, (int) size);
            }
        }
        return null;
    }

    /** How many windows each has. */
    int windows() {
        return starts.length;
    }

    /** Where a band's windows begin in what they see, and where its products go. */
    void place(int band, int at, int to) {
        froms[band] = at;
        places[band] = to;
    }

    /** Puts what they see side by side. */
    void pack(float[] x) {
        VectorGemm.pack(size, x, froms[0], froms[1], froms[2], froms[3], froms[4], values, 0);
    }

    /** Products of all windows, whose first band's first goes to {@code c[column]} and whose rows are {@code stride} apart. */
    void multiply(Kernels kernels, int first, Matrix b, float[] c, int column, int stride) {
        if (pieces.length == 0) {
            kernels.gemmOfBands(starts, parts, depth, values, first, b, c, places, column, stride);
            return;
        }
        int window = parts.length * depth;
        for (int done = 0; done < starts.length; done += pieceStarts.length) {
            int[] some = starts.length - done < pieceStarts.length ? lastStarts : pieceStarts;
            copy(done, some.length, first);
            kernels.gemmOfBands(some, WHOLE, window, pieces, 0, b, c, places, column + done * stride, stride);
        }
    }

    private void copy(int window, int count, int first) {
        int to = 0;
        for (int i = window; i < window + count; i++) {
            for (int part = 0; part < parts.length; part++, to += depth * DISTANCE) {
                int from = (starts[i] + parts[part] + first) * DISTANCE;
                System.arraycopy(values, from, pieces, to, depth * DISTANCE);
            }
        }
    }
}
