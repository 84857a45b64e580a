package io.github.keras4j.engine.purejava.kernels;

/** Ranges of several arrays, brought to one index so that C2 makes vector instructions of the loops: see {@link PlainTiles}. */
final class PlainRanges {
    private static final int MOST = PlainTiles.WIDEST;
    private static final int ROW = PlainTiles.ROW;
    private static final ThreadLocal<float[]> SCRATCH = ThreadLocal.withInitial(() -> new float[4 * ROW]);

    private PlainRanges() {}

    /** As {@link Kernels#max}. The scalar {@code Math.max} takes some ten times as long. */
    static void max(int n, float[] x, int xAt, int[] places, int first, int count, float[] out, int outAt) {
        float[] scratch = SCRATCH.get();
        for (int done = 0; done < n; done += MOST) {
            int some = Math.min(MOST, n - done);
            int from = xAt + done;
            System.arraycopy(x, from + places[first], scratch, 0, some);
            int i = first + 1;
            for (; i <= first + count - 3; i += 3) {
                System.arraycopy(x, from + places[i], scratch, ROW, some);
                System.arraycopy(x, from + places[i + 1], scratch, 2 * ROW, some);
                System.arraycopy(x, from + places[i + 2], scratch, 3 * ROW, some);
                three(some, scratch);
            }
            for (; i < first + count; i++) {
                System.arraycopy(x, from + places[i], scratch, ROW, some);
                one(some, scratch);
            }
            System.arraycopy(scratch, 0, out, outAt + done, some);
        }
    }

    private static void one(int n, float[] x) {
        for (int j = 0; j < n; j++) {
            x[j] = Math.max(x[j], x[j + ROW]);
        }
    }

    private static void three(int n, float[] x) {
        for (int j = 0; j < n; j++) {
            x[j] = Math.max(Math.max(x[j], x[j + ROW]), Math.max(x[j + 2 * ROW], x[j + 3 * ROW]));
        }
    }
}
