package io.github.keras4j.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.keras4j.tensor.Shape;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the initializers draw is distributed as Keras says; seeds are fixed, so nothing here is left to chance. */
class InitializersTest {
    private static double[] draw(Object initializer, int... sizes) {
        return new Initializers(new NumpyRandom(11)).draw(initializer, Shape.of(sizes), "w");
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }

    /** Standard deviations of Keras's documentation; the bound is that of the distribution. */
    @ParameterizedTest
    @CsvSource({
        "glorot_uniform, 0.1, 0.17320508",
        "glorot_normal, 0.1, 0.22737196",
        "he_uniform, 0.15811388, 0.27386128",
        "he_normal, 0.15811388, 0.35950712",
        "lecun_uniform, 0.11180340, 0.19364917",
        "lecun_normal, 0.11180340, 0.25421003",
        "random_uniform, 0.02886751, 0.05",
        "truncated_normal, 0.04398128, 0.1",
    })
    void should_have_kerass_spread(String name, double wanted, double bound) {
        double[] values = draw(name, 80, 120);
        assertThat(mean(values)).isCloseTo(0, within(4 * wanted / Math.sqrt(values.length)));
        assertThat(deviation(values)).isCloseTo(wanted, within(0.02 * wanted));
        double greatest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
        assertThat(greatest).isBetween(0.98 * bound, 1.0000001 * bound);
    }

    @Test
    void should_count_the_field_of_a_convolution() {
        assertThat(Initializers.fans(Shape.of(3, 3, 4, 8))).containsExactly(36, 72);
        assertThat(Initializers.fans(Shape.of(7))).containsExactly(7, 7);
    }

    @Test
    void should_draw_rows_or_columns_at_right_angles() {
        for (int[] sizes : new int[][] {{5, 8}, {8, 5}, {6, 6}}) {
            double[] q = draw(Map.of("class_name", "Orthogonal", "config", Map.of("gain", 2.0)), sizes);
            int vectors = Math.min(sizes[0], sizes[1]);
            for (int a = 0; a < vectors; a++) {
                for (int b = 0; b < vectors; b++) {
                    double dot = 0;
                    for (int i = 0; i < Math.max(sizes[0], sizes[1]); i++) {
                        boolean rows = sizes[0] < sizes[1];
                        dot += rows
                                ? q[a * sizes[1] + i] * q[b * sizes[1] + i]
                                : q[i * sizes[1] + a] * q[i * sizes[1] + b];
                    }
                    assertThat(dot).isCloseTo(a == b ? 4 : 0, within(1e-12));
                }
            }
        }
    }

    @Test
    void should_give_equal_weights_for_equal_seeds() {
        assertThat(draw("he_normal", 4, 4)).isEqualTo(draw("he_normal", 4, 4));
    }
}
