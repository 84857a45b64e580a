package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.activations.ActivateLayer;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.kernels.Matrix;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.LayerWeights;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Weights;
import java.util.List;

/** Keras 1: {@code t act(x kernel + bias) + (1 - t) x}, t being {@code sigmoid(x carry_kernel + carry_bias)}. */
public final class HighwayLayer implements CompiledLayer {
    private final Core.Highway layer;
    private final int size;
    private final Matrix kernel;
    private final Matrix carry;
    private final float[] bias;
    private final float[] carryBias;

    public HighwayLayer(Core.Highway layer, Weights weights, Kernels kernels) {
        this.layer = layer;
        size = weights.get("kernel").shape().size(0);
        kernel = kernels.pack(LayerWeights.floats(weights, "kernel", size, size), size, size);
        carry = kernels.pack(LayerWeights.floats(weights, "carry_kernel", size, size), size, size);
        bias = LayerWeights.bias(weights, layer.useBias(), size);
        carryBias = layer.useBias() ? LayerWeights.floats(weights, "carry_bias", size) : new float[size];
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input();
        if (x.rank() != 2 || x.lastSize() != size) {
            throw new BindException("takes (batch, " + size + ")");
        }
        Kernels kernels = binding.kernels();
        int rows = x.rows();
        Value sums = binding.valueLike(x);
        Value gate = binding.valueLike(x);
        binding.step(() -> kernels.affine(rows, x.data(), 0, size, kernel, bias, sums.data(), 0, size));
        binding.step(() -> kernels.affine(rows, x.data(), 0, size, carry, carryBias, gate.data(), 0, size));
        Value y = ActivateLayer.inPlace(layer.activation(), sums, binding);
        ActivateLayer.inPlace(Activation.SIGMOID, gate, binding);
        binding.step(() -> {
            for (int i = 0; i < rows * size; i++) {
                float t = gate.data()[i];
                y.data()[i] = y.data()[i] * t + (1 - t) * x.data()[i];
            }
        });
        return List.of(y);
    }
}
