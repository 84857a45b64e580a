package io.github.keras4j.engine.purejava.activations;

import io.github.keras4j.engine.purejava.kernels.ElementFunctions;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.Broadcast;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** PReLU, SReLU and ParametricSoftplus: activations with weights for each feature, or shared along axes. */
public final class ParametricLayer implements CompiledLayer {
    private final Activations layer;
    private final List<Tensor> weights = new ArrayList<>();

    public ParametricLayer(Activations layer, Weights given) {
        this.layer = layer;
        List<String> names = layer instanceof Activations.PReLU
                ? List.of("alpha")
                : layer instanceof Activations.SReLU
                        ? List.of("t_left", "a_left", "t_right", "a_right")
                        : List.of("alpha", "beta");
        names.forEach(name -> weights.add(given.get(name)));
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input();
        int[] sample = x.toShape().slice(1, x.rank()).sizes();
        int[] at = Broadcast.positions(weights.get(0).shape().sizes(), sample);
        float[][] values = weights.stream().map(Tensor::toFloats).toArray(float[][]::new);
        Value y = binding.valueLike(x);
        int n = x.elements();
        binding.step(() -> {
            for (int i = 0; i < n; i++) {
                y.data()[i] = apply(x.data()[i], values, at[i % at.length]);
            }
        });
        return List.of(y.withMask(x.mask()));
    }

    private float apply(float x, float[][] w, int at) {
        if (layer instanceof Activations.PReLU) {
            return x > 0 ? x : w[0][at] * x;
        }
        if (layer instanceof Activations.SReLU) {
            return srelu(x, w[0][at], w[1][at], w[2][at], w[3][at]);
        }
        return (float) (w[0][at] * ElementFunctions.softplus(w[1][at] * x));
    }

    /** Keras 1's layers/advanced_activations.py: the right threshold lies |t_right| beyond the left one. */
    private static float srelu(float x, float left, float slopeLeft, float right, float slopeRight) {
        float end = left + Math.abs(right);
        float inner = x - left;
        float centre = Math.min(inner > 0 ? inner : slopeLeft * inner, end - left);
        return left + centre + Math.max(x - end, 0) * slopeRight;
    }
}
