package io.github.keras4j.engine.purejava.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.engine.purejava.program.Workers;
import io.github.keras4j.engine.purejava.values.States;
import io.github.keras4j.engine.purejava.values.Texts;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Line by line, layers give the bits that they give one after the other. */
class DepthwiseBlockTest {
    private static final Activation RELU6 = new Activation(Activation.Kind.RELU, 0, 6, 0);
    private static final Activation SILU = Activation.of(Activation.Kind.SILU);

    private final Random random = new Random(4);

    /** Sizes of which all lines go together, and of which few do. */
    @ParameterizedTest
    @CsvSource({
        "1, 9, 7, 5, 12, 3, 1, SAME, 6",
        "2, 60, 48, 16, 96, 3, 1, SAME, 24",
        "1, 61, 50, 16, 96, 3, 2, SAME, 24",
        "2, 50, 61, 8, 144, 5, 2, SAME, 16",
        "1, 56, 56, 24, 144, 5, 1, VALID, 40",
        "3, 14, 14, 64, 384, 3, 1, SAME, 64"
    })
    void gives_the_bits_of_its_layers(
            int batch, int height, int width, int in, int channels, int size, int stride, Padding padding, int out) {
        ConvLayer before = pointwise(in, channels, RELU6);
        DepthwiseConvLayer middle = depthwise(channels, size, stride, padding, SILU);
        ConvLayer behind = pointwise(channels, out, Activation.LINEAR);
        float[] x = gaussian(batch * height * width * in);
        int[] shape = {batch, height, width, in};
        float[] expected = run(x, shape, 1, before, middle, behind);
        for (int threads : new int[] {1, 3}) {
            CompiledLayer block = DepthwiseBlock.of(Optional.of(before), List.of(), middle, Optional.of(behind));
            assertThat(run(x, shape, threads, block)).isEqualTo(expected);
            CompiledLayer first = DepthwiseBlock.of(Optional.of(before), List.of(), middle, Optional.empty());
            assertThat(run(x, shape, threads, first, behind)).isEqualTo(expected);
            CompiledLayer last = DepthwiseBlock.of(Optional.empty(), List.of(), middle, Optional.of(behind));
            assertThat(run(x, shape, threads, before, last)).isEqualTo(expected);
        }
    }

    /** As Keras's {@code correct_pad} has it, and with more zeros than a window sees. */
    @ParameterizedTest
    @CsvSource({"56, 0, 1, 0, 1, 2", "57, 1, 1, 1, 1, 2", "40, 4, 0, 2, 5, 1"})
    void leaves_zeros_out(int size, int top, int bottom, int left, int right, int stride) {
        int channels = 96;
        ConvLayer before = pointwise(16, channels, RELU6);
        DepthwiseConvLayer middle = depthwise(channels, 3, stride, Padding.VALID, RELU6);
        ConvLayer behind = pointwise(channels, 24, Activation.LINEAR);
        List<Shaping.Range> zeros = List.of(new Shaping.Range(top, bottom), new Shaping.Range(left, right));
        float[] x = gaussian(size * size * 16);
        int[] shape = {1, size, size, 16};
        float[] middleInput = run(x, shape, 1, before);
        int high = top + size + bottom;
        int wide = left + size + right;
        float[] padded = new float[high * wide * channels];
        for (int line = 0; line < size; line++) {
            int to = ((top + line) * wide + left) * channels;
            System.arraycopy(middleInput, line * size * channels, padded, to, size * channels);
        }
        float[] expected = run(padded, new int[] {1, high, wide, channels}, 1, middle, behind);
        CompiledLayer block = DepthwiseBlock.of(Optional.of(before), zeros, middle, Optional.of(behind));
        assertThat(run(x, shape, 1, block)).isEqualTo(expected);
        assertThat(run(x, shape, 4, block)).isEqualTo(expected);
    }

    @Test
    void takes_what_computes_the_same() {
        DepthwiseConvLayer middle = depthwise(8, 3, 1, Padding.VALID, RELU6);
        DepthwiseConvLayer same = depthwise(8, 3, 1, Padding.SAME, RELU6);
        Shaping.ZeroPadding zeros = zeros(new Shaping.Range(1, 1));
        assertThat(DepthwiseBlock.isMiddle(middle)).isTrue();
        assertThat(DepthwiseBlock.isMiddle(
                        depthwise(8, 3, 1, Padding.SAME, Activation.of(Activation.Kind.SOFTMAX, -1))))
                .isFalse();
        assertThat(DepthwiseBlock.takes(zeros, middle)).isTrue();
        assertThat(DepthwiseBlock.takes(zeros, same)).isFalse();
        assertThat(DepthwiseBlock.takes(zeros(new Shaping.Range(-1, 1)), middle))
                .isFalse();
        assertThat(DepthwiseBlock.isBefore(pointwise(4, 8, RELU6), middle)).isTrue();
        assertThat(DepthwiseBlock.isBefore(pointwise(8, 4, RELU6), middle)).isFalse();
        assertThat(DepthwiseBlock.isBehind(pointwise(8, 4, RELU6), middle)).isTrue();
        assertThat(DepthwiseBlock.isBehind(pointwise(4, 8, RELU6), middle)).isFalse();
    }

    /** A zero times infinity is no number. */
    @Test
    void infinite_weights_see_the_zeros() {
        float[] kernel = gaussian(9 * 8);
        kernel[5] = Float.POSITIVE_INFINITY;
        DepthwiseConvLayer middle = depthwise(kernel, 8, 3, 1, Padding.VALID, RELU6);
        assertThat(DepthwiseBlock.takes(zeros(new Shaping.Range(1, 1)), middle)).isFalse();
    }

    private static Shaping.ZeroPadding zeros(Shaping.Range range) {
        return new Shaping.ZeroPadding(LayerInfo.of("pad", "ZeroPadding2D"), List.of(range, range), false);
    }

    private static float[] run(float[] x, int[] shape, int threads, CompiledLayer... layers) {
        Context context = new Context(Kernels.best(), new Workers(threads), false, false);
        Binding binding = new Binding(context, new States(), true, false, new Texts());
        Value value = new Value(x, shape);
        for (CompiledLayer layer : layers) {
            value = layer.bind(new Call(List.of(value), Map.of(), Map.of()), binding)
                    .get(0);
        }
        Runnable[] steps = binding.steps();
        for (int call = 0; call < 2; call++) { // the second finds what the first left
            for (Runnable step : steps) {
                step.run();
            }
        }
        return value.data().clone();
    }

    private static Context context() {
        return new Context(Kernels.best(), Workers.NONE, false, false);
    }

    private ConvLayer pointwise(int in, int filters, Activation activation) {
        Convolutional.Conv layer = new Convolutional.Conv(
                LayerInfo.of("conv", "Conv2D"),
                filters,
                List.of(1, 1),
                List.of(1, 1),
                Padding.SAME,
                List.of(1, 1),
                1,
                false,
                activation,
                true);
        return new ConvLayer(
                layer,
                Weights.of(Map.of(
                        "kernel", Tensor.of(Shape.of(1, 1, in, filters), gaussian(in * filters)),
                        "bias", Tensor.of(Shape.of(filters), gaussian(filters)))),
                context());
    }

    private DepthwiseConvLayer depthwise(int channels, int size, int stride, Padding padding, Activation activation) {
        return depthwise(gaussian(size * size * channels), channels, size, stride, padding, activation);
    }

    private DepthwiseConvLayer depthwise(
            float[] kernel, int channels, int size, int stride, Padding padding, Activation activation) {
        Convolutional.DepthwiseConv layer = new Convolutional.DepthwiseConv(
                LayerInfo.of("depthwise", "DepthwiseConv2D"),
                List.of(size, size),
                List.of(stride, stride),
                padding,
                List.of(1, 1),
                1,
                false,
                activation,
                true);
        return new DepthwiseConvLayer(
                layer,
                Weights.of(Map.of(
                        "depthwise_kernel", Tensor.of(Shape.of(size, size, channels, 1), kernel),
                        "bias", Tensor.of(Shape.of(channels), gaussian(channels)))),
                context());
    }

    private float[] gaussian(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
