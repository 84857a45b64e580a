package io.github.keras4j.engine.purejava.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * How many units in the last place (of float32) the vector activations are off, over the floats from 1e-30 to 80; below,
 * TensorFlow sets to zero what becomes denormal on the way.
 */
class VectorActivationsTest {
    private interface Range {
        void apply(float[] x, int at, int n);
    }

    @Test
    void sigmoid_is_within_3_ulp() {
        assertThat(worstUlp(VectorActivations::sigmoid, x -> 1 / (1 + Math.exp(-x))))
                .isBetween(0.5, 3.0);
    }

    @Test
    void tanh_is_within_5_ulp() {
        assertThat(worstUlp(VectorActivations::tanh, Math::tanh)).isBetween(0.5, 5.0);
    }

    @Test
    void nan_stays_nan_and_infinity_saturates() {
        float[] x = new float[64];
        x[3] = Float.NaN;
        x[4] = Float.POSITIVE_INFINITY;
        x[5] = Float.NEGATIVE_INFINITY;
        float[] y = x.clone();
        VectorActivations.sigmoid(x, 0, 64);
        VectorActivations.tanh(y, 0, 64);
        assertThat(x[3]).isNaN();
        assertThat(y[3]).isNaN();
        assertThat(x[4]).isEqualTo(1f);
        assertThat(x[5]).isBetween(0f, 1e-37f);
        assertThat(y[4]).isBetween(1 - 3e-7f, 1f);
        assertThat(y[5]).isBetween(-1f, -1 + 3e-7f);
    }

    /** Every 293rd float of either sign, 64 at a time. */
    private static double worstUlp(Range range, DoubleUnaryOperator exact) {
        double worst = 0;
        float[] x = new float[64];
        int start = Float.floatToIntBits(1e-30f);
        int end = Float.floatToIntBits(80f);
        for (int sign = -1; sign <= 1; sign += 2) {
            for (int bits = start; bits < end - 64 * 293; bits += 64 * 293) {
                for (int i = 0; i < 64; i++) {
                    x[i] = sign * Float.intBitsToFloat(bits + 293 * i);
                }
                float[] y = x.clone();
                range.apply(y, 0, 64);
                for (int i = 0; i < 64; i++) {
                    double truth = exact.applyAsDouble(x[i]);
                    worst = Math.max(worst, Math.abs(y[i] - truth) / Math.ulp((float) truth));
                }
            }
        }
        return worst;
    }
}
