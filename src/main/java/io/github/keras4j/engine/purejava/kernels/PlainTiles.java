package io.github.keras4j.engine.purejava.kernels;

/**
 * The inner loops of {@link PlainProducts}: sums of products, each in the order of its lines. C2 of JDK 17 makes vector
 * instructions of them as they stand, and of little else: it wants all arrays read at one index, since at others they might
 * overlap for all that it knows; it writes to one array alone, so the sums of four rows are one array, a constant apart; and
 * a loop of more than two rows by two lines it unrolls in some JVMs and not in others. On a core where these give 20 to 27
 * GFLOP/s, it is 4 to 10 without.
 */
class PlainTiles {
    /** The most columns of a line. */
    static final int WIDEST = 512;
    /** From a row of sums to the next: whole cache lines, and no power of two, so that rows do not share the cache's sets. */
    static final int ROW = WIDEST + 16;
    /**
     * From so many columns on a tile's loop is another method. C2 (JDK 17) unrolls a loop at most as often as it ran on
     * average before it was compiled, and makes vectors of no more numbers than that: after rows of 64 they have 4. With rows
     * of 512 alone the loop gives 50 GFLOP/s where it gives 18 after shorter ones, and made for long rows it is slow on short
     * ones.
     */
    static final int LONG = 112;
    /** Rows of a tile. */
    static final int ROWS = 4;

    @Override
    public String toString() {
        return "plain Java";
    }

    /** {@code sums += a b}; the sums' first row. */
    void one(int n, float a, float[] b, float[] sums) {
        for (int j = 0; j < n; j++) {
            sums[j] += a * b[j];
        }
    }

    /** As {@link #one}, four times in order, so that sums are loaded and stored once. */
    void four(
            int n,
            float a0,
            float a1,
            float a2,
            float a3,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            float[] sums) {
        for (int j = 0; j < n; j++) {
            float sum = sums[j];
            sum += a0 * b0[j];
            sum += a1 * b1[j];
            sum += a2 * b2[j];
            sum += a3 * b3[j];
            sums[j] = sum;
        }
    }

    /** As {@link #four} for at least {@link #LONG} columns. */
    void longFour(
            int n,
            float a0,
            float a1,
            float a2,
            float a3,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            float[] sums) {
        for (int j = 0; j < n; j++) {
            float sum = sums[j];
            sum += a0 * b0[j];
            sum += a1 * b1[j];
            sum += a2 * b2[j];
            sum += a3 * b3[j];
            sums[j] = sum;
        }
    }

    /** Four rows {@code a, c, d, e} by a line. */
    void rows(int n, float a, float c, float d, float e, float[] b, float[] sums) {
        for (int j = 0; j < n; j++) {
            float x = b[j];
            sums[j] += a * x;
            sums[j + ROW] += c * x;
        }
        for (int j = 0; j < n; j++) {
            float x = b[j];
            sums[j + 2 * ROW] += d * x;
            sums[j + 3 * ROW] += e * x;
        }
    }

    /** Four rows by two lines, in order. */
    void rows(
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
            float[] b1,
            float[] sums) {
        for (int j = 0; j < n; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            sums[j] = sums[j] + a0 * x0 + a1 * x1;
            sums[j + ROW] = sums[j + ROW] + c0 * x0 + c1 * x1;
        }
        for (int j = 0; j < n; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            sums[j + 2 * ROW] = sums[j + 2 * ROW] + d0 * x0 + d1 * x1;
            sums[j + 3 * ROW] = sums[j + 3 * ROW] + e0 * x0 + e1 * x1;
        }
    }

    /** As {@link #rows} for at least {@link #LONG} columns. */
    void longRows(
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
            float[] b1,
            float[] sums) {
        for (int j = 0; j < n; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            sums[j] = sums[j] + a0 * x0 + a1 * x1;
            sums[j + ROW] = sums[j + ROW] + c0 * x0 + c1 * x1;
        }
        for (int j = 0; j < n; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            sums[j + 2 * ROW] = sums[j + 2 * ROW] + d0 * x0 + d1 * x1;
            sums[j + 3 * ROW] = sums[j + 3 * ROW] + e0 * x0 + e1 * x1;
        }
    }

    /** {@code y += alpha x}. */
    void axpy(int n, float alpha, float[] x, int xAt, float[] y, int yAt) {
        for (int j = 0; j < n; j++) {
            y[yAt + j] += alpha * x[xAt + j];
        }
    }
}
