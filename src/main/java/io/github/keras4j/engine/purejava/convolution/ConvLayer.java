package io.github.keras4j.engine.purejava.convolution;

import io.github.keras4j.engine.purejava.activations.ActivateLayer;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.Channels;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.engine.purejava.values.LayerWeights;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Weights;
import java.util.Arrays;
import java.util.List;

/** Convolution of any rank: each sample's windows are laid out as rows and multiplied by the kernel. */
public final class ConvLayer implements CompiledLayer {
    private final Convolutional.Conv layer;
    private final ConvKernel kernel;
    private final float[] bias;

    public ConvLayer(Convolutional.Conv layer, Weights weights, Context context) {
        this.layer = layer;
        kernel = new ConvKernel(weights.get("kernel"), layer.kernelSize(), layer.groups(), context.kernels());
        if (kernel.filters() != layer.filters()) {
            throw new IllegalArgumentException(
                    "the kernel gives " + kernel.filters() + " filters; expected " + layer.filters());
        }
        bias = LayerWeights.bias(weights, layer.useBias(), layer.filters());
    }

    /** Batch axes beyond the first are joined with it (keras/layers/convolutional/base_conv.py 2.15, {@code call}). */
    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value given = call.input();
        int extra = given.rank() - layer.kernelSize().size() - 2;
        if (extra <= 0) {
            return List.of(convolved(given, binding));
        }
        int[] joined = Arrays.copyOfRange(given.shape(), extra, given.rank());
        joined[0] = Value.product(given.shape(), 0, extra + 1);
        Value y = convolved(given.reshaped(joined), binding);
        int[] split = Arrays.copyOf(given.shape(), given.rank());
        System.arraycopy(y.shape(), 1, split, extra + 1, y.rank() - 1);
        return List.of(y.reshaped(split));
    }

    /** Whether it multiplies each position of an image by one matrix, and what follows goes by single elements. */
    boolean isPointwise() {
        return layer.kernelSize().equals(List.of(1, 1))
                && layer.strides().equals(List.of(1, 1))
                && layer.groups() == 1
                && !layer.channelsFirst()
                && kernel.stretches.length == 2
                && Epilogue.isElementWise(layer.activation());
    }

    int inputs() {
        return kernel.inPerGroup * kernel.groups.length;
    }

    int filters() {
        return kernel.filters;
    }

    /** Of rows of inputs, where it {@link #isPointwise()}: their outputs, with what follows. */
    void rows(Kernels kernels, int rows, float[] x, int xAt, float[] y, int to) {
        kernels.affine(rows, x, xAt, kernel.inPerGroup, kernel.groups[0][0], bias, y, to, kernel.filters);
        kernels.activate(layer.activation(), y, to, rows * kernel.filters);
    }

    /** Whether nothing but the bias follows. */
    public boolean isLinear() {
        return layer.activation().kind() == Activation.Kind.LINEAR;
    }

    /** Whether the output is of that shape, channels last, with no further batch axes and no mask to look at. */
    boolean gives(Value x, int[] shape) {
        return !layer.channelsFirst()
                && x.mask() == null
                && x.rank() == layer.kernelSize().size() + 2
                && Arrays.equals(Window.shape(x.size(0), windows(x), layer.filters()), shape);
    }

    /** The output plus another value of its shape, where it {@link #gives} that, activated. */
    Value plus(Value x, Value other, Activation activation, Binding binding) {
        Value sums = binding.passing(other.shape());
        Epilogue epilogue = Epilogue.of(bias, activation).plus(other.data());
        binding.step(
                kernel.product(x, windows(x), sums, epilogue, binding.context().workers(), binding.scratch()));
        return sums;
    }

    private Window[] windows(Value x) {
        return Window.all(x, layer.kernelSize(), layer.strides(), layer.dilation(), layer.padding());
    }

    private Value convolved(Value given, Binding binding) {
        Value x = Channels.last(given, layer.channelsFirst(), binding);
        Window[] windows = windows(x);
        Value sums = binding.passing(Window.shape(x.size(0), windows, layer.filters()));
        Epilogue epilogue = Epilogue.of(bias, layer.activation());
        binding.step(
                kernel.product(x, windows, sums, epilogue, binding.context().workers(), binding.scratch()));
        Value y = Channels.restore(sums, layer.channelsFirst(), binding);
        boolean done = Epilogue.isElementWise(layer.activation());
        return done ? y : ActivateLayer.inPlace(layer.activation(), y, binding);
    }
}
