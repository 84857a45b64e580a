package io.github.keras4j.engine.purejava;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.model.Padding;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums of convolutions whose products cancel, so that every other order or rounding shows. */
class ConvKernelTest {
    private static final int SIZE = 5;
    private static final int CHANNELS = 5;
    private static final int OUT = SIZE - 2;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 8, 37})
    void sums_in_tensorflows_order_with_the_bias_last(int filters) {
        Random random = new Random(filters);
        float[] x = gaussian(random, SIZE * SIZE * CHANNELS);
        float[] kernel = new float[9 * CHANNELS * filters];
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = i;
        }
        float[] bias = gaussian(random, filters);
        float[] expected = expected(x, kernel, bias, filters);
        for (Kernels kernels : List.of(FusedKernels.instead(new PlainKernels()))) {
            Value input = new Value(x, 1, SIZE, SIZE, CHANNELS);
            Window[] windows = Window.all(input, List.of(3, 3), List.of(1, 1), List.of(1, 1), Padding.VALID);
            Value sums = new Value(new float[expected.length], 1, OUT, OUT, filters);
            Tensor weights = Tensor.of(Shape.of(3, 3, CHANNELS, filters), kernel);
            new ConvKernel(weights, List.of(3, 3), 1, kernels)
                    .product(input, windows, sums)
                    .run();
            kernels.addRows(OUT * OUT, bias, sums.data(), 0);
            assertThat(sums.data()).as("%s", kernels).containsExactly(expected);
        }
    }

    private static float[] expected(float[] x, float[] kernel, float[] bias, int filters) {
        float[] y = new float[OUT * OUT * filters];
        for (int i = 0; i < y.length; i++) {
            int row = i / filters / OUT;
            int column = i / filters % OUT;
            float sum = 0;
            for (int k = 0; k < 9 * CHANNELS; k++) {
                int at = ((row + k / CHANNELS / 3) * SIZE + column + k / CHANNELS % 3) * CHANNELS + k % CHANNELS;
                sum = Math.fma(x[at], kernel[k * filters + i % filters], sum);
            }
            y[i] = sum + bias[i % filters];
        }
        return y;
    }

    private static float[] gaussian(Random random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
