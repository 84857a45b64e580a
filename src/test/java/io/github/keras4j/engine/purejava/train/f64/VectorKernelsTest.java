package io.github.keras4j.engine.purejava.train.f64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernels on the Vector API against those in plain Java, on sizes with and without whole vectors. */
class VectorKernelsTest {
    /** What 450 roundings of numbers around 1 add up to. */
    private static final double ROUNDING = 450 * Math.ulp((double) 1);

    private final Random random = new Random(7);
    private final Kernels vector = new VectorKernels();
    private final Kernels plain = new PlainKernels();

    /** Exactly, as far as {@code Math} is exact. */
    private interface Function {
        Number of(double x);
    }

    private interface Product {
        void apply(Kernels kernels, double[] a, double[] b, double[] c);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 32, 128", "3, 32, 26", "2, 5, 7", "5, 13, 33", "4, 9, 70"})
    void should_multiply_as_plain_java_does(int rows, int inner, int cols) {
        same((k, a, b, c) -> k.multiplyAdd(rows, inner, cols, a, 2, inner + 1, b, 1, cols + 2, c, 3, cols + 1));
        same((k, a, b, c) -> k.multiplyTransposedAdd(rows, inner, cols, c, 2, cols + 1, b, 1, cols + 2, a, 3, inner));
        same((k, a, b, c) -> k.outerAdd(rows, inner, cols, a, 2, inner + 1, c, 1, cols + 2, b, 3, cols));
        same((k, a, b, c) -> k.add(cols, a, 2, b, 1));
    }

    private void same(Product product) {
        double[] a = drawn(400);
        double[] b = drawn(5000);
        double[] c = drawn(700);
        double[][] expected = {a.clone(), b.clone(), c.clone()};
        product.apply(plain, expected[0], expected[1], expected[2]);
        product.apply(vector, a, b, c);
        assertThat(a).containsExactly(expected[0], within(ROUNDING));
        assertThat(b).containsExactly(expected[1], within(ROUNDING));
        assertThat(c).containsExactly(expected[2], within(ROUNDING));
    }

    private double[] drawn(int n) {
        double[] drawn = new double[n];
        for (int i = 0; i < n; i++) {
            drawn[i] = 2 * (double) random.nextFloat() - 1;
        }
        return drawn;
    }

    @Test
    void should_be_within_a_few_ulp() {
        withinUlps(Limits.TINY, (double) 1e-3);
        withinUlps((double) 1e-3, 1);
        withinUlps(1, 20);
        withinUlps(20, Limits.LARGE);
    }

    private void withinUlps(double from, double to) {
        double[] x = new double[10_001];
        for (int i = 0; i < x.length; i++) {
            double between = (double) random.nextFloat();
            x[i] = (double) Math.exp(Math.log(from) + between * (Math.log(to) - Math.log(from)))
                    * (random.nextBoolean() ? 1 : -1);
        }
        double[] y = new double[x.length];
        vector.exp(x.length, 0, x, y, 0);
        assertUlps(x, y, v -> Math.exp(v), 2);
        vector.tanh(x.length, x, y, 0);
        assertUlps(x, y, v -> Math.tanh(v), 5);
        vector.sigmoid(x.length, (double) Double.POSITIVE_INFINITY, (double) Double.NEGATIVE_INFINITY, x, y, 0);
        assertUlps(x, y, v -> 1 / (1 + Math.exp(-v)), 4);
    }

    private static void assertUlps(double[] x, double[] y, Function exact, int ulps) {
        for (int i = 0; i < x.length; i++) {
            double expected = (double) exact.of(x[i]).doubleValue();
            assertThat(y[i]).as("of %s", x[i]).isCloseTo(expected, within(ulps * Math.ulp(expected)));
        }
    }

    @ParameterizedTest
    @CsvSource({"19, -709", "Infinity, -Infinity"})
    void should_saturate_and_keep_nan(double one, double zero) {
        double[] x = {
            (double) Double.NaN,
            (double) Double.POSITIVE_INFINITY,
            (double) Double.NEGATIVE_INFINITY,
            (double) 19.5,
            -710,
            800,
            -800,
            0,
            (double) Double.NaN
        };
        double[] y = new double[x.length];
        double[] expected = new double[x.length];
        vector.sigmoid(x.length, one, zero, x, y, 0);
        plain.sigmoid(x.length, one, zero, x, expected, 0);
        assertThat(y).containsExactly(expected, within(5 * Math.ulp((double) 1)));
        vector.tanh(x.length, x, y, 0);
        plain.tanh(x.length, x, expected, 0);
        assertThat(y).containsExactly(expected, within(5 * Math.ulp((double) 1)));
    }
}
