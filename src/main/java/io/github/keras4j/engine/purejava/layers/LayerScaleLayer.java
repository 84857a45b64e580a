package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.LayerWeights;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Weights;
import java.util.List;

/** {@code x * gamma} over the last axis (applications/convnext.py 3.15, LayerScale). */
public final class LayerScaleLayer implements CompiledLayer {
    private final float[] gamma;

    public LayerScaleLayer(Normalizing.LayerScale layer, Weights weights) {
        gamma = LayerWeights.flat(weights, "gamma", layer.size());
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input();
        if (x.lastSize() != gamma.length) {
            throw new BindException("takes " + gamma.length + " channels on the last axis");
        }
        Value y = binding.passing(x.shape());
        int n = x.elements();
        binding.step(() -> {
            for (int i = 0; i < n; i++) {
                y.data()[i] = x.data()[i] * gamma[i % gamma.length];
            }
        });
        return List.of(y);
    }
}
