package io.github.keras4j.engine.purejava.convolution;

import io.github.keras4j.engine.purejava.activations.ActivateLayer;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.kernels.Matrix;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.Channels;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.engine.purejava.program.Scratch;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.LayerWeights;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Tensor;
import java.util.List;

/**
 * The transpose of a convolution: every input position adds {@code x kernel} to the outputs that a convolution from
 * there would have looked at.
 */
public final class ConvTransposeLayer implements CompiledLayer {
    private final Convolutional.ConvTranspose layer;
    /** (in, kernel positions * filters). */
    private final Matrix kernel;

    private final float[] bias;

    public ConvTransposeLayer(Convolutional.ConvTranspose layer, Weights weights, Context context) {
        this.layer = layer;
        Tensor values = weights.get("kernel");
        int in = values.shape().size(-1);
        int others = values.size() / Math.max(in, 1);
        int positions = layer.kernelSize().stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
        if (values.shape().rank() != layer.kernelSize().size() + 2 || others != positions * layer.filters()) {
            throw new IllegalArgumentException("kernel has another shape. Received: " + values.shape()
                    + " for kernel_size " + layer.kernelSize() + " and " + layer.filters() + " filters");
        }
        Tensor matrix =
                values.reshape(io.github.keras4j.tensor.Shape.of(others, in)).transpose(1, 0);
        kernel = context.kernels().pack(matrix.toFloats(), in, others);
        bias = LayerWeights.bias(weights, layer.useBias(), layer.filters());
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = Channels.last(call.input(), layer.channelsFirst(), binding);
        int rank = layer.kernelSize().size();
        if (x.rank() != rank + 2 || x.lastSize() != kernel.rows()) {
            throw new BindException("takes " + (rank + 2) + " axes with " + kernel.rows() + " channels");
        }
        Window[] windows = new Window[rank];
        int[] shape = new int[rank + 2];
        shape[0] = x.size(0);
        shape[rank + 1] = layer.filters();
        for (int axis = 0; axis < rank; axis++) {
            windows[axis] = Window.transposed(layer, x.size(axis + 1), axis);
            shape[axis + 1] = windows[axis].in();
        }
        Value sums = binding.passing(shape);
        binding.step(scatter(x, windows, sums, binding));
        Value y = Channels.restore(sums, layer.channelsFirst(), binding);
        return List.of(ActivateLayer.inPlace(layer.activation(), y, binding));
    }

    private Runnable scatter(Value x, Window[] windows, Value sums, Binding binding) {
        Kernels kernels = binding.kernels();
        Scratch scratch = binding.scratch();
        int[] table = Window.positions(windows);
        int ins = Window.outs(windows);
        int positions = Window.kernels(windows);
        int filters = layer.filters();
        int width = positions * filters;
        int batch = x.size(0);
        int channels = x.lastSize();
        int sampleOut = Value.product(sums.shape(), 1, sums.rank());
        scratch.reserve(Math.multiplyExact(ins, width));
        return () -> {
            kernels.fillRows(sums.rows(), bias, sums.data(), 0, filters);
            float[] products = scratch.array(this, array -> {});
            for (int sample = 0; sample < batch; sample++) {
                java.util.Arrays.fill(products, 0, ins * width, 0);
                kernels.gemm(ins, x.data(), sample * ins * channels, channels, kernel, products, 0, width);
                for (int i = 0; i < table.length; i++) {
                    if (table[i] >= 0) {
                        int to = sample * sampleOut + table[i] * filters;
                        kernels.add(filters, sums.data(), to, products, i * filters, sums.data(), to);
                    }
                }
            }
        };
    }
}
