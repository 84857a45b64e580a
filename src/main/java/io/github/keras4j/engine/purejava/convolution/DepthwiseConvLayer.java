package io.github.keras4j.engine.purejava.convolution;

import io.github.keras4j.engine.purejava.activations.ActivateLayer;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.kernels.Matrix;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.Channels;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.engine.purejava.values.LayerWeights;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.Weights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Depthwise convolution, and separable convolution, which multiplies the channels by a pointwise kernel after it. */
public final class DepthwiseConvLayer implements CompiledLayer {
    private final List<Integer> kernelSize;
    private final List<Integer> strides;
    private final Padding padding;
    private final List<Integer> dilation;
    private final boolean channelsFirst;
    private final Activation activation;
    private final DepthwiseKernel kernel;
    private final @Nullable Matrix pointwise;
    private final float[] bias;

    public DepthwiseConvLayer(Convolutional.DepthwiseConv layer, Weights weights, Context context) {
        kernelSize = layer.kernelSize();
        strides = layer.strides();
        padding = layer.padding();
        dilation = layer.dilation();
        channelsFirst = layer.channelsFirst();
        activation = layer.activation();
        kernel = new DepthwiseKernel(weights.get("depthwise_kernel"), layer.depthMultiplier());
        pointwise = null;
        bias = LayerWeights.bias(weights, layer.useBias(), kernel.outputs());
    }

    public DepthwiseConvLayer(Convolutional.SeparableConv layer, Weights weights, Context context) {
        kernelSize = layer.kernelSize();
        strides = layer.strides();
        padding = layer.padding();
        dilation = layer.dilation();
        channelsFirst = layer.channelsFirst();
        activation = layer.activation();
        kernel = new DepthwiseKernel(weights.get("depthwise_kernel"), layer.depthMultiplier());
        float[] values = weights.get("pointwise_kernel").toFloats();
        if (values.length != kernel.outputs() * layer.filters()) {
            throw new IllegalArgumentException("pointwise_kernel has another shape. Received: "
                    + weights.get("pointwise_kernel").shape());
        }
        pointwise = context.kernels().pack(values, kernel.outputs(), layer.filters());
        bias = LayerWeights.bias(weights, layer.useBias(), layer.filters());
    }

    /** Whether it is a plain one over the two axes of an image, and what follows goes by single elements. */
    boolean isPlain() {
        return kernelSize.size() == 2
                && !channelsFirst
                && pointwise == null
                && kernel.outputs() == kernel.channels()
                && Epilogue.isElementWise(activation);
    }

    /** Whether an input may be padded with zeros by leaving them out. */
    boolean takesPadding() {
        return padding == Padding.VALID && kernel.isFinite();
    }

    int channels() {
        return kernel.channels();
    }

    /** Its windows on an image of that size with so many lines and columns of zeros around it. */
    Window[] windows(int height, int width, List<Shaping.Range> zeros) {
        int[] sizes = {height, width};
        Window[] windows = new Window[2];
        for (int axis = 0; axis < 2; axis++) {
            int kernel = kernelSize.get(axis);
            int stride = strides.get(axis);
            windows[axis] = zeros.isEmpty()
                    ? Window.of(sizes[axis], kernel, stride, dilation.get(axis), padding)
                    : Window.padded(
                            sizes[axis],
                            kernel,
                            stride,
                            dilation.get(axis),
                            zeros.get(axis).before(),
                            zeros.get(axis).after());
        }
        return windows;
    }

    DepthwiseKernel kernel() {
        return kernel;
    }

    Epilogue epilogue() {
        return Epilogue.of(bias, activation);
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = Channels.last(call.input(), channelsFirst, binding);
        Window[] windows = Window.all(x, kernelSize, strides, dilation, padding);
        Value depthwise = binding.passing(Window.shape(x.size(0), windows, kernel.outputs()));
        Kernels kernels = binding.kernels();
        int rows = depthwise.rows();
        int width = kernel.outputs();
        Matrix matrix = pointwise;
        Epilogue epilogue = matrix == null ? Epilogue.of(bias, activation) : Epilogue.NONE;
        kernel.bind(x, windows, depthwise, epilogue, binding);
        Value sums = depthwise;
        if (matrix != null) {
            Value mixed = binding.passing(Window.shape(x.size(0), windows, bias.length));
            binding.step(
                    () -> kernels.affine(rows, depthwise.data(), 0, width, matrix, bias, mixed.data(), 0, bias.length));
            sums = mixed;
        }
        Value y = Channels.restore(sums, channelsFirst, binding);
        boolean done = matrix == null && Epilogue.isElementWise(activation);
        return List.of(done ? y : ActivateLayer.inPlace(activation, y, binding));
    }
}
