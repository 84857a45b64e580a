package io.github.keras4j.engine.purejava.convolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.kernels.PlainKernels;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Padding;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        for (Kernels kernels : List.of(new PlainKernels(), Kernels.best())) {
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

    /** Plain kernels multiply the windows of several samples together; with borders, which are copied, and without. */
    @ParameterizedTest
    @CsvSource({"SAME, 12, 9", "VALID, 12, 9", "SAME, 7, 20", "SAME, 3, 30"})
    void samples_together_have_the_bits_of_each_alone(Padding padding, int batch, int size) {
        Random random = new Random(size);
        Kernels kernels = new PlainKernels();
        Tensor weights = Tensor.of(Shape.of(3, 3, CHANNELS, 8), gaussian(random, 9 * CHANNELS * 8));
        ConvKernel kernel = new ConvKernel(weights, List.of(3, 3), 1, kernels);
        int one = size * size * CHANNELS;
        float[] x = gaussian(random, batch * one);
        float[] together = sums(kernel, x, batch, size, padding);
        int each = together.length / batch;
        for (int sample = 0; sample < batch; sample++) {
            float[] alone = sums(kernel, Arrays.copyOfRange(x, sample * one, (sample + 1) * one), 1, size, padding);
            assertThat(alone).isEqualTo(Arrays.copyOfRange(together, sample * each, (sample + 1) * each));
        }
    }

    /** One sample's windows along an axis are multiplied step by step; of long sums, too. */
    @ParameterizedTest
    @CsvSource({
        "SAME, 3, 64, 16, 5, 64",
        "VALID, 3, 50, 7, 3, 40",
        "SAME, 5, 30, 64, 5, 64",
        "CAUSAL, 2, 40, 130, 3, 50"
    })
    void steps_of_a_sample_give_the_bits_of_windows(
            Padding padding, int batch, int size, int channels, int positions, int filters) {
        Random random = new Random(size);
        float[] weights = gaussian(random, positions * channels * filters);
        float[] x = gaussian(random, batch * size * channels);
        Tensor tensor = Tensor.of(Shape.of(positions, channels, filters), weights);
        ConvKernel kernel = new ConvKernel(tensor, List.of(positions), 1, new PlainKernels());
        float[] together = line(kernel, x, batch, size, channels, positions, padding);
        int each = together.length / batch;
        for (int sample = 0; sample < batch; sample++) {
            float[] one = Arrays.copyOfRange(x, sample * size * channels, (sample + 1) * size * channels);
            float[] alone = line(kernel, one, 1, size, channels, positions, padding);
            assertThat(alone).isEqualTo(Arrays.copyOfRange(together, sample * each, (sample + 1) * each));
        }
    }

    private static float[] line(
            ConvKernel kernel, float[] x, int batch, int size, int channels, int positions, Padding padding) {
        Value input = new Value(x, batch, size, channels);
        Window[] windows = Window.all(input, List.of(positions), List.of(1), List.of(1), padding);
        int[] shape = Window.shape(batch, windows, kernel.filters());
        Value sums = new Value(new float[Value.product(shape, 0, shape.length)], shape);
        kernel.product(input, windows, sums).run();
        return sums.data();
    }

    private static float[] sums(ConvKernel kernel, float[] x, int batch, int size, Padding padding) {
        Value input = new Value(x, batch, size, size, CHANNELS);
        Window[] windows = Window.all(input, List.of(3, 3), List.of(1, 1), List.of(1, 1), padding);
        int[] shape = Window.shape(batch, windows, kernel.filters());
        Value sums = new Value(new float[Value.product(shape, 0, shape.length)], shape);
        kernel.product(input, windows, sums).run();
        return sums.data();
    }

    /** Windows of five samples, of five stretches of lines, and those left over, whatever their shape. */
    @ParameterizedTest
    @CsvSource({
        // batch, height, width, channels, filters, kernel, stride, dilation, groups
        "1, 11, 11, 20, 64, 3, 1, 1, 1", // two lines a stretch, one line left over
        "7, 11, 11, 20, 37, 3, 1, 1, 1", // five samples, and two in stretches
        "6, 4, 9, 16, 16, 3, 1, 1, 1", // too few lines for stretches
        "6, 28, 28, 1, 32, 3, 1, 1, 1", // windows of short parts, more than lie in one piece together
        "5, 13, 9, 7, 24, 3, 2, 1, 1",
        "2, 13, 17, 3, 24, 4, 1, 2, 1",
        "6, 12, 10, 40, 66, 3, 1, 1, 2",
        "6, 12, 10, 6, 48, 3, 2, 1, 3",
        "5, 16, 16, 130, 16, 3, 1, 1, 1", // sums of 130 products and 260
        "2, 7, 7, 300, 16, 3, 1, 1, 1", // positions in parts
        "5, 9, 9, 24, 20, 5, 1, 2, 1", // positions dilated, several in a sum
        "5, 9, 9, 40, 20, 4, 1, 1, 1", // lines, more than one in a sum
        "3, 12, 12, 300, 48, 2, 1, 2, 2",
        "5, 90, 40, 16, 16, 3, 1, 1, 1", // samples that fill the cache
        "1, 6, 400, 64, 16, 2, 1, 1, 1", // lines that do
    })
    void bands_give_the_same_bits(
            int batch,
            int height,
            int width,
            int channels,
            int filters,
            int size,
            int stride,
            int dilation,
            int groups) {
        Random random = new Random(batch + filters);
        Value x = new Value(gaussian(random, batch * height * width * channels), batch, height, width, channels);
        Tensor weights = Tensor.of(
                Shape.of(size, size, channels / groups, filters),
                gaussian(random, size * size * channels / groups * filters));
        for (Padding padding : List.of(Padding.VALID, Padding.SAME)) {
            List<Integer> strides = List.of(stride, stride);
            Window[] windows = Window.all(x, List.of(size, size), strides, List.of(dilation, dilation), padding);
            List<float[]> sums = new ArrayList<>();
            for (Kernels kernels : List.of(new PlainKernels(), Kernels.best())) {
                ConvKernel kernel = new ConvKernel(weights, List.of(size, size), groups, kernels);
                float[] together = product(kernel, x, windows, filters);
                sums.add(together);
                int of = together.length / batch;
                for (int sample = 0; sample < batch; sample++) {
                    int at = sample * x.elements() / batch;
                    float[] data = Arrays.copyOfRange(x.data(), at, at + x.elements() / batch);
                    float[] alone = product(kernel, new Value(data, 1, height, width, channels), windows, filters);
                    assertThat(Arrays.mismatch(alone, Arrays.copyOfRange(together, sample * of, sample * of + of)))
                            .as("first that differs from sample %s alone, %s, %s", sample, padding, kernels)
                            .isNegative();
                }
            }
            if (!Kernels.best().cutsSums()) { // else long sums are cut elsewhere, and round otherwise
                assertThat(Arrays.mismatch(sums.get(1), sums.get(0)))
                        .as("first that differs, %s", padding)
                        .isNegative();
            }
            float[] exact = exact(x, weights.toFloats(), windows, filters, groups);
            for (int i = 0; i < exact.length; i++) {
                assertThat(sums.get(0)[i]).as("%s, %s", padding, i).isCloseTo(exact[i], within(1e-3f));
                assertThat(sums.get(1)[i]).as("%s, %s", padding, i).isCloseTo(exact[i], within(1e-3f));
            }
        }
    }

    private static float[] product(ConvKernel kernel, Value x, Window[] windows, int filters) {
        int[] shape = Window.shape(x.size(0), windows, filters);
        Value out = new Value(new float[Value.product(shape, 0, 4)], shape);
        Runnable product = kernel.product(x, windows, out);
        product.run();
        product.run(); // nothing is left over from the call before
        return out.data();
    }

    private static float[] exact(Value x, float[] weights, Window[] windows, int filters, int groups) {
        int[] positions = Window.positions(windows);
        int kernels = Window.kernels(windows);
        int channels = x.lastSize();
        int in = channels / groups;
        int sample = x.elements() / x.size(0);
        float[] exact = new float[x.size(0) * Window.outs(windows) * filters];
        for (int i = 0; i < exact.length; i++) {
            int filter = i % filters;
            int out = i / filters % Window.outs(windows);
            int first = i / filters / Window.outs(windows) * sample + filter / (filters / groups) * in;
            double sum = 0;
            for (int k = 0; k < kernels * in; k++) {
                int position = positions[out * kernels + k / in];
                if (position >= 0) {
                    sum += (double) x.data()[first + position * channels + k % in] * weights[k * filters + filter];
                }
            }
            exact[i] = (float) sum;
        }
        return exact;
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
