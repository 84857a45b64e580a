package io.github.keras4j.engine.purejava.kernels;

/**
 * {@link VectorLstm}'s step in plain Java: three divisions instead of five, by its formulas, in loops that C2 turns into vector
 * instructions by itself ({@link PlainTiles}). So what it reads is copied to the beginning of arrays first.
 */
final class PlainLstm {
    private static final int MOST = PlainTiles.WIDEST;
    /** From a number to what a loop hands to the next beside it. */
    private static final int SECOND = PlainTiles.ROW;

    private static final ThreadLocal<PlainLstm> MINE = ThreadLocal.withInitial(PlainLstm::new);

    private final float[] f = new float[2 * SECOND];
    private final float[] i = new float[2 * SECOND];
    private final float[] o = new float[2 * SECOND];
    private final float[] fresh = new float[2 * SECOND];
    private final float[] state = new float[2 * SECOND];

    private PlainLstm() {}

    /** With sigmoid and tanh, as {@link Kernels#lstm}; the gates stay as they are. */
    static void step(
            int n, float[] gates, int at, int plane, boolean fromZero, float[] c, int cAt, float[] h, int hAt) {
        PlainLstm mine = MINE.get();
        for (int done = 0; done < n; done += MOST) {
            int some = Math.min(MOST, n - done);
            mine.some(some, gates, at + done, plane, fromZero, c, cAt + done, h, hAt + done);
        }
    }

    private void some(
            int n, float[] gates, int at, int plane, boolean fromZero, float[] c, int cAt, float[] h, int hAt) {
        System.arraycopy(gates, at + plane, i, 0, n);
        System.arraycopy(gates, at + 2 * plane, o, 0, n);
        System.arraycopy(gates, at + 3 * plane, fresh, 0, n);
        PlainActivations.exponentials(i, n);
        PlainActivations.exponentials(o, n);
        gated(n, fresh, i);
        if (fromZero) {
            System.arraycopy(fresh, 0, state, 0, n);
        } else {
            System.arraycopy(gates, at, f, 0, n);
            System.arraycopy(c, cAt, state, 0, n);
            PlainActivations.exponentials(f, n);
            move(n, f, fresh, state);
        }
        System.arraycopy(state, 0, c, cAt, n);
        gated(n, state, o);
        System.arraycopy(state, 0, h, hAt, n);
    }

    /** {@code c = c / (1 + f) + fresh}. */
    private static void move(int n, float[] f, float[] fresh, float[] c) {
        for (int j = 0; j < n; j++) {
            c[j] = c[j] / (1 + f[j]) + fresh[j];
        }
    }

    /** {@code x = tanh(x) / (1 + e)}, with one division. */
    private static void gated(int n, float[] x, float[] e) {
        PlainActivations.clamp(x, n, VectorActivations.TANH_END);
        PlainActivations.numerators(x, n);
        quotients(n, x, e);
    }

    private static void quotients(int n, float[] x, float[] e) {
        for (int j = 0; j < n; j++) {
            float square = x[j] * x[j];
            float q = square * VectorActivations.TANH_Q3 + VectorActivations.TANH_Q2;
            q = q * square + VectorActivations.TANH_Q1;
            q = q * square + VectorActivations.TANH_Q0;
            x[j] = x[j] * x[j + SECOND] / (e[j] * q + q);
        }
    }
}
