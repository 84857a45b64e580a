package io.github.keras4j.engine.purejava.kernels;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Five bands of a convolution's windows that are multiplied together: the windows of five samples, or of five stretches
 * of one sample's lines. Their values lie side by side, {@code [size][8]}, so each value is packed once and not once
 * per window.
 */
public final class Bands {
    public static final int COUNT = VectorGemm.ROWS;
    /** The distance between a band's values. */
    static final int DISTANCE = VectorGemm.BLOCK;
    /** This many numbers stay in the second-level cache. */
    private static final int MOST = 1 << 16;

    private final int[] starts;
    private final int size;
    private final float[] values;
    private final int[] froms = new int[COUNT];
    private final int[] places = new int[COUNT];

    private Bands(int[] starts, int size) {
        this.starts = starts;
        this.size = size;
        values = new float[size * DISTANCE];
    }

    /**
     * Bands that all have these windows; null if their values do not stay in the cache.
     *
     * @param starts where they begin
     * @param span how many values lie between a window's beginning and its end
     */
    public static @Nullable Bands of(int[] starts, int span) {
        long size = (long) starts[starts.length - 1] + span;
        return size * DISTANCE <= MOST ? new Bands(starts, (int) size) : null;
    }

    /**
     * Bands of as many whole lines as stay in the cache; null when not even one does.
     *
     * @param starts where a sample's windows begin, line by line
     * @param line how many windows a line has
     * @param most how many lines a band has at most
     */
    public static @Nullable Bands ofLines(int[] starts, int line, int most, int span) {
        Bands bands = null;
        for (int lines = most; bands == null && lines > 0; lines--) {
            bands = of(Arrays.copyOf(starts, lines * line), span);
        }
        return bands;
    }

    /** Where the windows of each band begin. */
    public int[] starts() {
        return starts;
    }

    /** The bands' values, {@code [size][8]}. */
    float[] values() {
        return values;
    }

    /** Where each band's first product goes. */
    public int[] places() {
        return places;
    }

    /** Sets where a band's values begin, and where its products go. */
    public void place(int band, int at, int to) {
        froms[band] = at;
        places[band] = to;
    }

    /** Copies the bands' values side by side. */
    public void pack(float[] x) {
        VectorGemm.pack(size, x, froms[0], froms[1], froms[2], froms[3], froms[4], values, 0);
    }
}
