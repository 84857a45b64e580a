package io.github.keras4j.engine.purejava.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.model.Activation;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    /** NaNs with a payload too: the exponent of 2^n, added to the bits of one, made 0 of it. */
    @ParameterizedTest
    @EnumSource(
            value = Activation.Kind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SOFTMAX", "LOG_SOFTMAX", "SPARSEMAX", "GLU"})
    void every_activation_has_nan_where_the_plain_one_has(Activation.Kind kind) {
        Activation activation = Activation.of(kind);
        float[] expected = new float[70];
        for (int i = 0; i < expected.length; i++) {
            int payload = 1 << i % 22 | (i % 2 == 0 ? 0 : 1);
            expected[i] = i % 3 == 0 ? i - 35 : Float.intBitsToFloat((i % 5 == 0 ? 0xffc00000 : 0x7fc00000) | payload);
        }
        float[] actual = expected.clone();
        new PlainKernels().activate(activation, expected, 0, expected.length);
        Kernels.best().activate(activation, actual, 0, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Float.isNaN(actual[i])).as("%s at %d", kind, i).isEqualTo(Float.isNaN(expected[i]));
        }
    }

    @Test
    void softmax_of_a_row_with_nan_is_nan() {
        for (int n : new int[] {3, 16, 40}) {
            float[] x = new float[2 * n];
            x[n - 1] = Float.intBitsToFloat(0x7fc00001);
            Kernels.best().softmax(2, n, x, 0);
            for (int i = 0; i < 2 * n; i++) {
                assertThat(Float.isNaN(x[i])).as("%d of rows of %d", i, n).isEqualTo(i < n);
            }
        }
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
