package io.github.keras4j.engine.purejava.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.keras4j.model.Activation;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Of sizes on both sides of those where the plain kernels change their way. */
class PlainKernelsTest {
    private final Kernels kernels = new PlainKernels();
    private final Random random = new Random(5);

    /** Of the first columns, the last, and of rows that are turned or not. */
    @Test
    void a_rows_product_has_the_same_bits_alone_and_among_many_and_is_right() {
        for (PlainTiles tiles : new PlainTiles[] {new PlainTiles(), new FusedTiles()}) {
            for (int m : new int[] {1, 2, 3, 5, 33, 200, 515, 1030}) {
                for (int n : new int[] {1, 3, 30, 64, 190, 513, 1100}) {
                    int k = 1 + random.nextInt(n < 200 ? 300 : 20);
                    int planes = n % 2 == 0 ? 2 : 1;
                    int stride = k + random.nextInt(3);
                    float[] a = gaussian(m * stride + 3);
                    float[] values = gaussian(k * n);
                    Matrix b = kernels.inPlanes(kernels.pack(values, k, n), planes);
                    float[] together = gaussian(m * n + 5);
                    float[] before = together.clone();
                    float[] alone = together.clone();
                    int width = n / planes;
                    products(tiles, b, m, a, stride, together, width, m * width);
                    for (int i = 0; i < m; i++) {
                        PlainProducts.mine()
                                .left(1, a, 3 + i * stride, stride)
                                .right(b)
                                .onto(tiles, alone, 5 + i * width, width, m * width);
                    }
                    assertThat(Arrays.mismatch(together, alone))
                            .as("%s, %d x %d x %d", tiles, m, k, n)
                            .isNegative();
                    for (int trial = 0; trial < 50; trial++) {
                        int i = random.nextInt(m);
                        int j = random.nextInt(n);
                        int place = 5 + i * width + j / width * m * width + j % width;
                        double sum = before[place];
                        for (int p = 0; p < k; p++) {
                            sum += (double) a[3 + i * stride + p] * values[p * n + j];
                        }
                        assertThat((double) together[place])
                                .as("%s, %d x %d x %d: %d, %d", tiles, m, k, n, i, j)
                                .isCloseTo(sum, within(2e-4));
                    }
                    assertThat(Arrays.copyOf(together, 5)).containsExactly(Arrays.copyOf(before, 5));
                }
            }
        }
    }

    private static void products(
            PlainTiles tiles, Matrix b, int m, float[] a, int stride, float[] c, int width, int plane) {
        PlainProducts.mine().left(m, a, 3, stride).right(b).onto(tiles, c, 5, width, plane);
    }

    @Test
    void rows_in_parts_are_multiplied_where_they_lie() {
        for (int m : new int[] {1, 3, 6, 40, 300, 600}) {
            for (int n : new int[] {1, 6, 33, 250}) {
                for (int depth : new int[] {1, 3, 5, 60}) {
                    int[] starts = random.ints(m, 0, 500).toArray();
                    int[] parts = {7, 0, 90};
                    float[] a = gaussian(700);
                    float[] values = gaussian(3 * depth * n);
                    Matrix b = kernels.pack(values, 3 * depth, n);
                    float[] rows = new float[m * 3 * depth];
                    for (int i = 0; i < m; i++) {
                        for (int part = 0; part < 3; part++) {
                            int from = 2 + starts[i] + parts[part];
                            System.arraycopy(a, from, rows, (i * 3 + part) * depth, depth);
                        }
                    }
                    float[] expected = new float[m * (n + 1) + 1];
                    float[] actual = gaussian(expected.length);
                    for (int i = 0; i <= m; i++) {
                        expected[i * (n + 1)] = actual[i * (n + 1)]; // between rows nothing is written
                    }
                    kernels.gemm(m, rows, 0, 3 * depth, b, expected, 1, n + 1);
                    kernels.gemm(starts, parts, depth, a, 2, b, actual, 1, n + 1);
                    assertThat(actual).as("%d x 3 * %d x %d", m, depth, n).containsExactly(expected);
                }
            }
        }
    }

    @Test
    void a_matrix_known_only_now_gives_the_bits_of_a_packed_one() {
        for (int m : new int[] {1, 5, 40, 300}) {
            for (int n : new int[] {1, 30, 513}) {
                for (int k : new int[] {1, 30, 140}) {
                    float[] a = gaussian(m * k);
                    float[] b = gaussian(k * n);
                    float[] packed = gaussian(m * n);
                    float[] unpacked = packed.clone();
                    kernels.gemm(m, a, 0, k, kernels.pack(b, k, n), packed, 0, n);
                    kernels.gemm(m, n, k, a, 0, k, b, 0, unpacked, 0, n);
                    assertThat(unpacked).as("%d x %d x %d", m, k, n).containsExactly(packed);
                }
            }
        }
    }

    @Test
    void sigmoid_tanh_and_silu_are_as_near_as_the_vector_kernels() {
        float[] x = new float[20_001];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i - 10_000) / 125f; // -80 to 80
        }
        assertWithin(4, Activation.Kind.SIGMOID, x, v -> 1 / (1 + Math.exp(-v)));
        assertWithin(6, Activation.Kind.TANH, x, Math::tanh);
        assertWithin(5, Activation.Kind.SILU, x, v -> v / (1 + Math.exp(-v)));
    }

    private void assertWithin(int units, Activation.Kind kind, float[] x, DoubleUnaryOperator exact) {
        float[] y = new float[x.length + 2];
        System.arraycopy(x, 0, y, 1, x.length);
        kernels.activate(Activation.of(kind), y, 1, x.length);
        assertThat(y[0]).isZero();
        assertThat(y[y.length - 1]).isZero();
        for (int i = 0; i < x.length; i++) {
            double expected = exact.applyAsDouble(x[i]);
            assertThat((double) y[i + 1])
                    .as("%s(%s)", kind, x[i])
                    .isCloseTo(expected, within((double) units * Math.ulp((float) expected)));
        }
    }

    @Test
    void what_is_no_number_stays_so_and_the_ends_saturate() {
        float payload = Float.intBitsToFloat(0x7fc00001);
        float[] x = {Float.NaN, payload, -payload, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        assertThat(activated(Activation.Kind.SIGMOID, x))
                .containsExactly(new float[] {Float.NaN, Float.NaN, Float.NaN, 1, 0}, within(2e-38f));
        assertThat(activated(Activation.Kind.TANH, x)).containsExactly(Float.NaN, Float.NaN, Float.NaN, 1, -1);
        assertThat(activated(Activation.Kind.SILU, x))
                .containsExactly(Float.NaN, Float.NaN, Float.NaN, Float.POSITIVE_INFINITY, Float.NaN);
    }

    private float[] activated(Activation.Kind kind, float[] x) {
        float[] y = x.clone();
        kernels.activate(Activation.of(kind), y, 0, y.length);
        return y;
    }

    @Test
    void the_greatest_of_ranges_is_that_of_each_element_and_NaN_where_one_is() {
        for (int n : new int[] {1, 5, 32, 600}) {
            for (int count = 1; count < 10; count++) {
                float[] x = gaussian(2000);
                x[700] = Float.NaN;
                int[] places = random.ints(count + 1, 0, 1300).toArray();
                float[] y = new float[n + 2];
                kernels.max(n, x, 50, places, 1, count, y, 1);
                float[] expected = new float[n + 2];
                for (int j = 0; j < n; j++) {
                    float greatest = Float.NEGATIVE_INFINITY;
                    for (int i = 1; i <= count; i++) {
                        greatest = Math.max(greatest, x[50 + places[i] + j]);
                    }
                    expected[1 + j] = greatest;
                }
                assertThat(y).containsExactly(expected);
            }
        }
    }

    @Test
    void softmax_of_short_rows_is_that_of_each() {
        for (int n : new int[] {1, 2, 10, 64}) {
            int rows = 1030 / n;
            float[] x = gaussian(rows * n + 3);
            if (n > 1) {
                x[1] = Float.NaN;
                x[1 + n] = Float.NEGATIVE_INFINITY;
                x[1 + 2 * n] = -1e9f;
            }
            float[] y = x.clone();
            kernels.softmax(rows, n, y, 1);
            assertThat(y[0]).isEqualTo(x[0]);
            assertThat(Arrays.copyOfRange(y, rows * n + 1, y.length))
                    .isEqualTo(Arrays.copyOfRange(x, rows * n + 1, x.length));
            for (int row = 0; row < rows; row++) {
                float[] expected = Arrays.copyOfRange(x, 1 + row * n, 1 + (row + 1) * n);
                RowFunctions.softmax(expected, 0, n, 1);
                assertThat(Arrays.copyOfRange(y, 1 + row * n, 1 + (row + 1) * n))
                        .as("row %d of %d", row, n)
                        .containsExactly(expected, within(3e-7f));
            }
        }
    }

    /** Of more elements than a loop takes at once. */
    @Test
    void an_lstms_step_is_that_of_its_activations() {
        int n = 1100;
        for (boolean fromZero : new boolean[] {false, true}) {
            float[] gates = gaussian(4 * n + 2);
            float[] c = fromZero ? new float[n + 1] : gaussian(n + 1);
            gates[2] = Float.NaN;
            float[] expectedC = c.clone();
            float[] expectedH = new float[n + 2];
            float[] h = new float[n + 2];
            Activation tanh = Activation.of(Activation.Kind.TANH);
            Activation sigmoid = Activation.of(Activation.Kind.SIGMOID);
            for (int i = 0; i < n; i++) {
                double kept = fromZero ? 0 : c[1 + i] * sigmoid(gates[1 + i]);
                double moved = kept + sigmoid(gates[1 + n + i]) * Math.tanh(gates[1 + 3 * n + i]);
                expectedC[1 + i] = (float) moved;
                expectedH[2 + i] = (float) (Math.tanh(moved) * sigmoid(gates[1 + 2 * n + i]));
            }
            kernels.lstm(n, tanh, sigmoid, gates, 1, n, fromZero, c, 1, h, 2);
            assertThat(c).containsExactly(expectedC, within(1e-6f));
            assertThat(h).containsExactly(expectedH, within(1e-6f));
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private float[] gaussian(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
