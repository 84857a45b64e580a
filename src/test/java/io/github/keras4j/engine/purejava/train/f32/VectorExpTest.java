package io.github.keras4j.engine.purejava.train.f32;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The exponential of float32 training; its float64 sibling is tested with the kernels. */
class VectorExpTest {
    @Test
    void should_be_within_2_ulp() {
        float[] x = new float[1600];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i - 800) * 0.1091f;
        }
        float[] y = new float[x.length];
        VectorExp.exp(x.length, 1, 0, x, y, 0);
        for (int i = 0; i < x.length; i++) {
            float expected = (float) Math.exp(x[i]);
            assertThat(y[i]).as("exp(%s)", x[i]).isCloseTo(expected, within(2 * Math.ulp(expected)));
        }
    }

    @Test
    void should_keep_nan_and_saturate() {
        float[] x = new float[16];
        x[0] = Float.NaN;
        x[1] = Float.POSITIVE_INFINITY;
        x[2] = Float.NEGATIVE_INFINITY;
        float[] y = new float[16];
        VectorExp.exp(16, 1, 0, x, y, 0);
        assertThat(y[0]).isNaN();
        assertThat(y[1]).isGreaterThan(1e38f);
        assertThat(y[2]).isBetween(0f, 1e-37f);
        assertThat(y[3]).isEqualTo(1f);
    }
}
