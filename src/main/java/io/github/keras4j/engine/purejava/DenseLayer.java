package io.github.keras4j.engine.purejava;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** {@code activation(x kernel + bias)} on the last axis. */
final class DenseLayer implements CompiledLayer {
    private final Core.Dense layer;
    private final Matrix kernel;
    private final float[] bias;

    DenseLayer(Core.Dense layer, Weights weights, Context context) {
        this.layer = layer;
        int in = weights.get("kernel").shape().size(0);
        float[] values = LayerWeights.floats(weights, "kernel", Shape.UNKNOWN, layer.units());
        kernel = context.kernels().pack(values, in, layer.units());
        bias = LayerWeights.bias(weights, layer.useBias(), layer.units());
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input();
        int in = kernel.rows();
        if (x.rank() < 2 || x.lastSize() != in) {
            throw new BindException("the last axis has " + in + " features");
        }
        int units = layer.units();
        int rows = x.rows();
        int[] shape = Arrays.copyOf(x.shape(), x.rank());
        shape[shape.length - 1] = units;
        Value sums = binding.value(shape);
        Kernels kernels = binding.kernels();
        binding.step(() -> kernels.affine(rows, x.data(), 0, in, kernel, bias, sums.data(), 0, units));
        return List.of(ActivateLayer.inPlace(layer.activation(), sums, binding).withMask(x.mask()));
    }
}
