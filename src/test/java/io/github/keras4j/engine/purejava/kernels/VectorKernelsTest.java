package io.github.keras4j.engine.purejava.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.keras4j.model.Activation;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Vector API's kernels against the plain ones, over sizes that are no multiple of anything. */
class VectorKernelsTest {
    private final Kernels plain = new PlainKernels();
    private final Kernels vector = Kernels.best();
    private final Random random = new Random(3);

    @Test
    void the_tests_run_with_the_vector_api() {
        assertThat(Kernels.best()).isInstanceOf(VectorKernels.class);
    }

    @Test
    void multiplies_transposed_and_strided_matrices_known_only_now() {
        for (int trial = 0; trial < 500; trial++) {
            int m = 1 + random.nextInt(20);
            int k = 1 + random.nextInt(300);
            int n = 1 + random.nextInt(140);
            int stride = Math.max(k, n) + random.nextInt(3);
            float[] a = gaussian(m * k + 3);
            float[] b = gaussian(Math.max(k, n) * stride + 2);
            boolean transposed = random.nextBoolean();
            float[] expected = gaussian(m * n + 3);
            float[] actual = expected.clone();
            plain.product(m, n, k, a, 2, k, b, 1, transposed ? 1 : stride, transposed ? stride : 1, expected, 1, n);
            vector.product(m, n, k, a, 2, k, b, 1, transposed ? 1 : stride, transposed ? stride : 1, actual, 1, n);
            assertThat(actual).as("%d x %d x %d, %s", m, k, n, transposed).containsExactly(expected, within(1e-4f));
        }
    }

    /** In the order of the positions, whatever way an output goes: the same bits. */
    @Test
    void sums_depthwise_windows_position_by_position() {
        for (int trial = 0; trial < 400; trial++) {
            int n = List.of(16, 17, 40, 64, 96, 135).get(random.nextInt(6));
            int height = 1 + random.nextInt(6);
            int width = 1 + random.nextInt(24);
            int rows = 1 + random.nextInt(4);
            int columns = 1 + random.nextInt(4);
            int stride = 1 + random.nextInt(2);
            int dilation = 1 + random.nextInt(2);
            int outs = (width + stride - 1) / stride;
            float[] x = gaussian(height * width * n + 5);
            float[] w = gaussian(rows * columns * n);
            int[] first = new int[outs + 1];
            int[] places = new int[outs * rows * columns];
            int[] weights = new int[outs * rows * columns];
            float[] expected = new float[outs * n + 3];
            int count = 0;
            for (int o = 0; o < outs; o++) {
                first[o] = count;
                for (int i = 0; i < rows * columns; i++) {
                    int line = (i / columns - rows / 2) * dilation + height / 2;
                    int column = (i % columns - columns / 2) * dilation + o * stride;
                    if (line >= 0 && line < height && column >= 0 && column < width) {
                        places[count] = (line * width + column) * n;
                        weights[count] = i * n;
                        for (int c = 0; c < n; c++) {
                            float v = x[places[count] + c + 5];
                            expected[o * n + c + 3] = Math.fma(v, w[weights[count] + c], expected[o * n + c + 3]);
                        }
                        count++;
                    }
                }
                first[o + 1] = count;
            }
            int from = random.nextInt(outs);
            float[] actual = new float[expected.length];
            vector.depthwise(n, x, 5, w, 0, from, first, places, weights, actual, 3);
            vector.depthwise(n, x, 5, w, from, outs - from, first, places, weights, actual, 3 + from * n);
            assertThat(actual)
                    .as("%d x %d x %d by %d x %d, %d, %d", height, width, n, rows, columns, stride, dilation)
                    .isEqualTo(expected);
        }
    }

    @Test
    void sums_and_scales_rows_as_the_plain_kernels() {
        for (int n = 1; n < 1500; n += 7) {
            float[] x = gaussian(n + 5);
            float[] gamma = gaussian(n);
            float[] beta = gaussian(n);
            assertThat(vector.sum(n, x, 3)).as("n = %d", n).isCloseTo(plain.sum(n, x, 3), within(1e-4));
            double squares = plain.squares(n, x, 3, 0.25f);
            assertThat(vector.squares(n, x, 3, 0.25f)).as("n = %d", n).isCloseTo(squares, within(1e-5 * squares));
            float[] expected = gaussian(n + 2);
            float[] actual = expected.clone();
            plain.scaled(n, x, 3, 0.5f, 1.5f, gamma, beta, expected, 1);
            vector.scaled(n, x, 3, 0.5f, 1.5f, gamma, beta, actual, 1);
            assertThat(actual).as("n = %d", n).containsExactly(expected, within(1e-5f));
        }
    }

    @Test
    void multiplies_matrices_as_the_plain_kernels_and_writes_nothing_else() {
        for (int trial = 0; trial < 2000; trial++) {
            int m = 1 + random.nextInt(20);
            int k = 1 + random.nextInt(50);
            int n = 1 + random.nextInt(140);
            int aStride = k + random.nextInt(3);
            int cStride = n + random.nextInt(3);
            float[] a = gaussian(m * aStride + 3);
            float[] b = gaussian(k * n);
            float[] expected = gaussian(m * cStride + 3);
            float[] packed = expected.clone();
            float[] unpacked = expected.clone();
            plain.gemm(m, a, 2, aStride, plain.pack(b, k, n), expected, 1, cStride);
            vector.gemm(m, a, 2, aStride, vector.pack(b, k, n), packed, 1, cStride);
            vector.gemm(m, n, k, a, 2, aStride, b, 0, unpacked, 1, cStride);
            assertThat(packed).as("%d x %d x %d", m, k, n).containsExactly(expected, within(2e-5f));
            assertThat(unpacked).as("%d x %d x %d", m, k, n).containsExactly(expected, within(2e-5f));
        }
    }

    /** With registers of any width. */
    @Test
    void multiplies_into_planes_as_the_plain_kernels() {
        for (Kernels kernels : new Kernels[] {vector, new VectorKernels()}) {
            for (int trial = 0; trial < 500; trial++) {
                int m = 1 + random.nextInt(20);
                int k = 1 + random.nextInt(50);
                int planes = 1 + random.nextInt(4);
                int n = 1 + random.nextInt(80);
                float[] a = gaussian(m * k);
                float[] b = gaussian(k * planes * n);
                float[] expected = gaussian(planes * m * n + 3);
                float[] actual = expected.clone();
                plain.gemm(m, a, 0, k, plain.inPlanes(plain.pack(b, k, planes * n), planes), expected, 1, n, m * n);
                Matrix packed = kernels.inPlanes(kernels.pack(b, k, planes * n), planes);
                kernels.gemm(m, a, 0, k, packed, actual, 1, n, m * n);
                assertThat(actual)
                        .as("%s, %d x %d x %d of %d", kernels, m, k, planes, n)
                        .containsExactly(expected, within(2e-5f));
            }
        }
    }

    @Test
    void unpacks_what_it_has_packed() {
        for (int trial = 0; trial < 500; trial++) {
            int planes = 1 + random.nextInt(4);
            int rows = 1 + random.nextInt(20);
            int columns = planes * (1 + random.nextInt(80));
            float[] values = gaussian(rows * columns);
            Panels panels = new Panels(rows, columns, planes).beginAt(random.nextInt(20));
            float[] packed = new float[20 + panels.size()];
            panels.pack(values, 0, packed);
            assertThat(panels.unpack(packed)).containsExactly(values);
        }
    }

    private static Stream<Activation> activations() {
        return Stream.concat(
                Stream.of("SIGMOID", "TANH", "HARD_SIGMOID", "HARD_SIGMOID_V3", "SILU", "HARD_SILU")
                        .map(name -> Activation.of(Activation.Kind.valueOf(name))),
                Stream.concat(
                        Stream.of("GELU", "GELU_TANH", "MISH", "SOFTSIGN", "HARD_TANH")
                                .map(name -> Activation.of(Activation.Kind.valueOf(name))),
                        Stream.of(
                                relu(0, Double.POSITIVE_INFINITY, 0),
                                relu(0, 6, 0),
                                relu(0.3, Double.POSITIVE_INFINITY, 0),
                                relu(0.3, 1, 0),
                                relu(0.3, 1, 0.5),
                                relu(0, 1, -0.5))));
    }

    private static Activation relu(double slope, double max, double threshold) {
        return new Activation(Activation.Kind.RELU, slope, max, threshold);
    }

    @ParameterizedTest
    @MethodSource("activations")
    void activates_each_element_once_and_no_other(Activation activation) {
        for (int n = 1; n < 70; n++) {
            float[] expected = gaussian(n + 4);
            float[] actual = expected.clone();
            plain.activate(activation, expected, 2, n);
            vector.activate(activation, actual, 2, n);
            assertThat(actual).as("n = %d", n).containsExactly(expected, within(1e-6f));
        }
    }

    /** Over more than a piece, with what is no number and what is far out. */
    @ParameterizedTest
    @MethodSource("activations")
    void activates_extremes_as_the_plain_kernels(Activation activation) {
        float[] expected = new float[3001];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (i - 1500) / 50f;
        }
        float[] extremes = {
            Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 1e-30f, -1e-30f, 1e30f, -1e30f, 88, -88
        };
        System.arraycopy(extremes, 0, expected, 17, extremes.length);
        float[] x = expected.clone();
        float[] actual = expected.clone();
        plain.activate(activation, expected, 0, expected.length);
        vector.activate(activation, actual, 0, actual.length);
        for (int i = 0; i < x.length; i++) {
            if (Float.isNaN(expected[i])) {
                assertThat(actual[i]).as("%s", x[i]).isNaN();
            } else if (Float.isInfinite(expected[i])) {
                assertThat(actual[i]).as("%s", x[i]).isEqualTo(expected[i]);
            } else {
                float near = Math.max(4e-6f * Math.abs(expected[i]), 6e-7f * Math.max(1, Math.abs(Math.min(x[i], 10))));
                assertThat(actual[i]).as("%s", x[i]).isCloseTo(expected[i], within(near));
            }
        }
    }

    @Test
    void softmax_equals_the_plain_one() {
        for (int n = 1; n < 70; n++) {
            float[] expected = gaussian(3 * n + 2);
            float[] actual = expected.clone();
            plain.softmax(3, n, expected, 1);
            vector.softmax(3, n, actual, 1);
            assertThat(actual).as("n = %d", n).containsExactly(expected, within(2e-7f));
        }
    }

    private float[] gaussian(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
