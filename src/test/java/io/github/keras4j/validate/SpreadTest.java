package io.github.keras4j.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void quantiles_are_right_to_two_percent_and_never_too_small() {
        double[] values =
                new Random(4).doubles(100_000, -9, 3).map(e -> Math.pow(10, e)).toArray();
        Spread spread = new Spread();
        Arrays.stream(values).forEach(spread::add);
        spread.addZeros(100_000);

        Arrays.sort(values);
        assertThat(spread.quantile(0.5)).isZero();
        for (double share : new double[] {0.6, 0.9, 0.99, 0.999, 1}) {
            double exact = values[(int) Math.ceil(share * 200_000) - 100_001];
            assertThat(spread.quantile(share)).isBetween(exact, exact * 1.016);
        }
        assertThat(spread.greatest()).isEqualTo(values[99_999]);
        assertThat(Arrays.stream(spread.decades(-10, 0)).sum()).isEqualTo(100_000);
    }

    @Test
    void small_whole_numbers_are_exact() {
        Spread spread = new Spread();
        for (int i = 1; i <= 100; i++) {
            spread.add(i);
        }
        for (int i = 1; i <= 100; i++) {
            assertThat(spread.quantile(i / 100.0)).isEqualTo(i);
        }
        spread.add(Double.POSITIVE_INFINITY);
        assertThat(spread.quantile(1)).isInfinite();
    }

    /** keras.metrics.AUC of Keras 3.15.1 gives 0.8333332538604736 in float32. */
    @Test
    void the_area_under_the_curve_is_keras_s() {
        int[] yes = {
            0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0,
            1, 1, 0, 1
        };
        float[] scores = {
            0.579f, 0.3f, 0.834f, 0.0f, 1.0f, 0.262f, 0.262f, 0.766f, 0.321f, 0.572f, 0.627f, 0.349f, 0.22f, 0.811f,
            0.244f, 0.316f, 0.448f, 0.04f, 0.896f, 0.582f, 0.78f, 0.361f, 0.459f, 0.102f, 0.176f, 0.614f, 0.214f,
            0.027f, 0.59f, 0.265f, 0.302f, 0.194f, 0.456f, 0.232f, 0.799f, 0.442f, 0.528f, 0.308f, 0.478f, 0.462f
        };
        FittingMetrics metrics = new FittingMetrics(Task.YES_NO, 5);
        metrics.add(Tensor.wrap(Shape.of(40, 1), yes), Tensor.wrap(Shape.of(40, 1), scores));
        assertThat(metrics.results().get("auc")).isCloseTo(0.8333332538604736, Offset.offset(2e-7));
    }
}
