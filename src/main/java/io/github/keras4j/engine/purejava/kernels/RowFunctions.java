package io.github.keras4j.engine.purejava.kernels;

import io.github.keras4j.engine.purejava.values.Lines;
import io.github.keras4j.model.Activation;
import java.util.Arrays;

/** Activations over the elements of an axis: softmax and its kin. Sums are in double. */
public final class RowFunctions {
    private RowFunctions() {}

    /** A step that applies the function in place to every line. */
    public static Runnable step(Activation.Kind kind, float[] data, Lines lines) {
        float[] scratch = new float[lines.length()];
        int count = lines.count();
        return () -> {
            for (int line = 0; line < count; line++) {
                apply(kind, data, lines.start(line), lines.length(), lines.stride(), scratch);
            }
        };
    }

    /** One line in place; {@code scratch} is at least as long as the line. */
    public static void apply(Activation.Kind kind, float[] x, int at, int n, int stride, float[] scratch) {
        switch (kind) {
            case SOFTMAX -> softmax(x, at, n, stride);
            case LOG_SOFTMAX -> logSoftmax(x, at, n, stride);
            case SPARSEMAX -> sparsemax(x, at, n, stride, scratch);
            default -> throw new IllegalArgumentException("Not over an axis. Received: " + kind);
        }
    }

    public static void softmax(float[] x, int at, int n, int stride) {
        float max = max(x, at, n, stride);
        double sum = 0;
        for (int i = 0, p = at; i < n; i++, p += stride) {
            double e = Math.exp(x[p] - max);
            x[p] = (float) e;
            sum += e;
        }
        for (int i = 0, p = at; i < n; i++, p += stride) {
            x[p] = (float) (x[p] / sum);
        }
    }

    /** As Keras's Softmax over several axes, exp(x - {@link #logSum}). */
    public static void axesSoftmax(float[] x, int at, int n) {
        float max = max(x, at, n, 1);
        double sum = 0;
        for (int i = at; i < at + n; i++) {
            sum += Math.exp(x[i] - max);
        }
        float logSum = logSum(sum, max);
        for (int i = at; i < at + n; i++) {
            x[i] = (float) Math.exp(x[i] - logSum);
        }
    }

    /**
     * logsumexp, rounded as Keras's: where all is lowered by 1e9, the shares over several axes are ones.
     *
     * @param sum of exp(x - max)
     */
    public static float logSum(double sum, float max) {
        return (float) Math.log(sum) + max;
    }

    private static void logSoftmax(float[] x, int at, int n, int stride) {
        float max = max(x, at, n, stride);
        double sum = 0;
        for (int i = 0, p = at; i < n; i++, p += stride) {
            sum += Math.exp(x[p] - max);
        }
        double log = Math.log(sum);
        for (int i = 0, p = at; i < n; i++, p += stride) {
            x[p] = (float) (x[p] - max - log);
        }
    }

    /**
     * As {@code keras.ops.sparsemax}: not quite the projection onto the simplex of Martins and Astudillo (2016),
     * since its threshold takes the sum of all cumulative sums of the support instead of the last
     * (keras/src/backend/tensorflow/nn.py 3.15).
     */
    private static void sparsemax(float[] x, int at, int n, int stride, float[] sorted) {
        for (int i = 0; i < n; i++) {
            sorted[i] = -x[at + i * stride];
        }
        Arrays.sort(sorted, 0, n);
        double sum = 0;
        double sums = 0;
        int support = 0;
        for (int k = 1; k <= n; k++) {
            sum -= sorted[k - 1];
            if (1 + k * (double) -sorted[k - 1] > sum) {
                sums += sum;
                support++;
            }
        }
        double tau = (sums - 1) / support;
        for (int i = 0; i < n; i++) {
            x[at + i * stride] = (float) Math.max(x[at + i * stride] - tau, 0);
        }
    }

    private static float max(float[] x, int at, int n, int stride) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0, p = at; i < n; i++, p += stride) {
            max = Math.max(max, x[p]);
        }
        return max;
    }
}
