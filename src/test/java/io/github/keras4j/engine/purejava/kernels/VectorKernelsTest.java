package io.github.keras4j.engine.purejava.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.keras4j.model.Activation;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The Vector API's kernels against the plain ones, over sizes that are no multiple of anything. */
class VectorKernelsTest {
    private final Kernels plain = new PlainKernels();
    private final Kernels vector = new VectorKernels();
    private final Random random = new Random(3);

    @Test
    void the_tests_run_with_the_vector_api() {
        assertThat(Kernels.best()).isInstanceOf(VectorKernels.class);
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

    @ParameterizedTest
    @EnumSource(
            value = Activation.Kind.class,
            names = {"SIGMOID", "TANH", "RELU"})
    void activates_each_element_once_and_no_other(Activation.Kind kind) {
        Activation activation = kind == Activation.Kind.RELU
                ? new Activation(kind, 0, Double.POSITIVE_INFINITY, 0)
                : Activation.of(kind);
        for (int n = 1; n < 70; n++) {
            float[] expected = gaussian(n + 4);
            float[] actual = expected.clone();
            plain.activate(activation, expected, 2, n);
            vector.activate(activation, actual, 2, n);
            assertThat(actual).as("n = %d", n).containsExactly(expected, within(3e-7f));
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
