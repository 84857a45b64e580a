package io.github.keras4j.engine.purejava.train.f64;

/** Softmax over rows. */
public final class Softmax {
    private Softmax() {}

    public static void apply(int rows, int cols, double[] x, double[] y) {
        for (int r = 0; r < rows; r++) {
            int at = r * cols;
            double max = x[at];
            for (int i = 1; i < cols; i++) {
                max = Math.max(max, x[at + i]);
            }
            double sum = 0;
            Kernels.BEST.exp(cols, -max, x, y, at);
            for (int i = 0; i < cols; i++) {
                sum += y[at + i];
            }
            for (int i = 0; i < cols; i++) {
                y[at + i] /= sum;
            }
        }
    }

    /** dy becomes dx, in place. */
    public static void chain(int rows, int cols, double[] y, double[] dy) {
        for (int r = 0; r < rows; r++) {
            int at = r * cols;
            double mean = Kernels.BEST.dot(cols, y, at, dy, at);
            for (int i = 0; i < cols; i++) {
                dy[at + i] = y[at + i] * (dy[at + i] - mean);
            }
        }
    }
}
