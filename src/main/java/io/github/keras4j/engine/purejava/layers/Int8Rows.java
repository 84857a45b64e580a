package io.github.keras4j.engine.purejava.layers;

/**
 * Products of rows in whole numbers, rounded where Keras rounds (layers/core/dense.py 3.15, {@code _int8_call}): each row times
 * {@code 127 / (greatest + 1e-7)}, to the nearest whole number, ties to even; the products' sum, exact; over both scales.
 */
final class Int8Rows {
    private static final float MOST = 127;
    private static final float EPSILON = 1e-7f;

    private final int in;
    private final int units;
    /** By unit, then by feature. */
    private final byte[] kernel;

    private final float[] scale;

    /** @param values {@code [in][units]} */
    Int8Rows(float[] values, int in, int units, float[] scale) {
        if (scale.length != units || values.length != in * units) {
            throw new IllegalArgumentException(
                    "kernel_scale has " + scale.length + " numbers; expected one for each of " + units + " units");
        }
        this.in = in;
        this.units = units;
        this.scale = scale;
        kernel = new byte[values.length];
        for (int u = 0; u < units; u++) {
            for (int i = 0; i < in; i++) {
                kernel[u * in + i] = (byte) values[i * units + u];
            }
        }
    }

    int in() {
        return in;
    }

    /** What computes {@code y = x kernel} for that many rows that follow one another. */
    Runnable product(int rows, float[] x, float[] y) {
        byte[] whole = new byte[in];
        return () -> {
            for (int row = 0; row < rows; row++) {
                multiply(x, row * in, whole, y, row * units);
            }
        };
    }

    private void multiply(float[] x, int from, byte[] whole, float[] y, int to) {
        float greatest = 0;
        for (int i = 0; i < in; i++) {
            greatest = Math.max(greatest, Math.abs(x[from + i]));
        }
        float own = MOST / (greatest + EPSILON);
        for (int i = 0; i < in; i++) {
            whole[i] = (byte) Math.max(-MOST, Math.min(MOST, Math.rint(x[from + i] * own)));
        }
        for (int u = 0; u < units; u++) {
            int sum = 0;
            for (int i = 0; i < in; i++) {
                sum += whole[i] * kernel[u * in + i];
            }
            y[to + u] = sum / (scale[u] * own);
        }
    }
}
