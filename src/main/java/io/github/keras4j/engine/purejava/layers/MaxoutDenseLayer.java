package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.kernels.Matrix;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.LayerWeights;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Weights;
import java.util.List;

/** Keras 1: the largest of several linear Dense layers, unit by unit. */
public final class MaxoutDenseLayer implements CompiledLayer {
    private final Core.MaxoutDense layer;
    private final int in;
    private final Matrix[] kernels;
    private final float[] bias;

    public MaxoutDenseLayer(Core.MaxoutDense layer, Weights weights, Kernels arithmetic) {
        this.layer = layer;
        in = weights.get("kernel").shape().size(1);
        int units = layer.units();
        float[] all = LayerWeights.floats(weights, "kernel", layer.nbFeature(), in, units);
        kernels = new Matrix[layer.nbFeature()];
        for (int f = 0; f < kernels.length; f++) {
            kernels[f] =
                    arithmetic.pack(java.util.Arrays.copyOfRange(all, f * in * units, (f + 1) * in * units), in, units);
        }
        bias = layer.useBias()
                ? LayerWeights.floats(weights, "bias", layer.nbFeature(), units)
                : new float[layer.nbFeature() * units];
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input();
        if (x.rank() != 2 || x.lastSize() != in) {
            throw new BindException("takes (batch, " + in + ")");
        }
        int rows = x.rows();
        int units = layer.units();
        Kernels arithmetic = binding.kernels();
        Value y = binding.value(rows, units);
        float[] sums = new float[rows * units];
        for (int f = 0; f < kernels.length; f++) {
            Matrix kernel = kernels[f];
            float[] offset = java.util.Arrays.copyOfRange(bias, f * units, (f + 1) * units);
            boolean first = f == 0;
            binding.step(() -> {
                arithmetic.affine(rows, x.data(), 0, in, kernel, offset, sums, 0, units);
                for (int i = 0; i < sums.length; i++) {
                    y.data()[i] = first ? sums[i] : Math.max(y.data()[i], sums[i]);
                }
            });
        }
        return List.of(y);
    }
}
