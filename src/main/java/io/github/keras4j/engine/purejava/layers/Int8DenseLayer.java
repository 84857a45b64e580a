package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.activations.ActivateLayer;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.LayerWeights;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Weights;
import java.util.Arrays;
import java.util.List;

/** A Dense in whole numbers, on the last axis. */
public final class Int8DenseLayer implements CompiledLayer {
    private final Core.Int8Dense layer;
    private final Int8Rows kernel;
    private final float[] bias;

    public Int8DenseLayer(Core.Int8Dense layer, Weights weights) {
        this.layer = layer;
        int in = weights.get("kernel").shape().size(0);
        int units = layer.units();
        kernel = new Int8Rows(
                LayerWeights.floats(weights, "kernel", in, units),
                in,
                units,
                LayerWeights.floats(weights, "kernel_scale", units));
        bias = LayerWeights.bias(weights, layer.useBias(), units);
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input();
        if (x.rank() < 2 || x.lastSize() != kernel.in()) {
            throw new BindException("the last axis has " + kernel.in() + " features");
        }
        int[] shape = Arrays.copyOf(x.shape(), x.rank());
        shape[shape.length - 1] = layer.units();
        Value y = binding.value(shape);
        int rows = x.rows();
        binding.step(kernel.product(rows, x.data(), y.data()));
        binding.step(() -> binding.kernels().addRows(rows, bias, y.data(), 0));
        return List.of(ActivateLayer.inPlace(layer.activation(), y, binding).withMask(x.mask()));
    }
}
