package io.github.keras4j.engine.purejava.kernels;

/**
 * {@link PlainTiles} with fused multiply-add: sums are rounded once per step, as in TensorFlow and the vector kernels, and it
 * is half the instructions. Only used if the processor has the instruction; otherwise {@link Math#fma} computes in
 * BigDecimal, a thousand times slower.
 */
final class FusedTiles extends PlainTiles {
    /** One multiply-add in hardware takes less, and one in BigDecimal more, in the interpreter and compiled. */
    private static final long IN_HARDWARE = 1_000;

    /** These tiles if the processor can, else the plain ones. The JVM's own answer takes 20 to 50 ms to ask for. */
    static PlainTiles orPlain() {
        long least = Long.MAX_VALUE;
        float sum = 1.1f;
        for (int i = 0; i < 50 && least >= IN_HARDWARE; i++) {
            long start = System.nanoTime();
            sum = Math.fma(sum, 0.37f, 1.3f);
            least = Math.min(least, System.nanoTime() - start);
        }
        return least < IN_HARDWARE && sum > 0 ? new FusedTiles() : new PlainTiles();
    }

    @Override
    public String toString() {
        return "plain Java, fused";
    }

    @Override
    void one(int n, float a, float[] b, float[] sums) {
        for (int j = 0; j < n; j++) {
            sums[j] = Math.fma(a, b[j], sums[j]);
        }
    }

    @Override
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
            float sum = Math.fma(a0, b0[j], sums[j]);
            sum = Math.fma(a1, b1[j], sum);
            sum = Math.fma(a2, b2[j], sum);
            sums[j] = Math.fma(a3, b3[j], sum);
        }
    }

    @Override
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
            float sum = Math.fma(a0, b0[j], sums[j]);
            sum = Math.fma(a1, b1[j], sum);
            sum = Math.fma(a2, b2[j], sum);
            sums[j] = Math.fma(a3, b3[j], sum);
        }
    }

    @Override
    void rows(int n, float a, float c, float d, float e, float[] b, float[] sums) {
        for (int j = 0; j < n; j++) {
            float x = b[j];
            sums[j] = Math.fma(a, x, sums[j]);
            sums[j + ROW] = Math.fma(c, x, sums[j + ROW]);
            sums[j + 2 * ROW] = Math.fma(d, x, sums[j + 2 * ROW]);
            sums[j + 3 * ROW] = Math.fma(e, x, sums[j + 3 * ROW]);
        }
    }

    @Override
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
            sums[j] = Math.fma(a1, x1, Math.fma(a0, x0, sums[j]));
            sums[j + ROW] = Math.fma(c1, x1, Math.fma(c0, x0, sums[j + ROW]));
        }
        for (int j = 0; j < n; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            sums[j + 2 * ROW] = Math.fma(d1, x1, Math.fma(d0, x0, sums[j + 2 * ROW]));
            sums[j + 3 * ROW] = Math.fma(e1, x1, Math.fma(e0, x0, sums[j + 3 * ROW]));
        }
    }

    @Override
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
            sums[j] = Math.fma(a1, x1, Math.fma(a0, x0, sums[j]));
            sums[j + ROW] = Math.fma(c1, x1, Math.fma(c0, x0, sums[j + ROW]));
        }
        for (int j = 0; j < n; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            sums[j + 2 * ROW] = Math.fma(d1, x1, Math.fma(d0, x0, sums[j + 2 * ROW]));
            sums[j + 3 * ROW] = Math.fma(e1, x1, Math.fma(e0, x0, sums[j + 3 * ROW]));
        }
    }

    @Override
    void axpy(int n, float alpha, float[] x, int xAt, float[] y, int yAt) {
        for (int j = 0; j < n; j++) {
            y[yAt + j] = Math.fma(alpha, x[xAt + j], y[yAt + j]);
        }
    }
}
