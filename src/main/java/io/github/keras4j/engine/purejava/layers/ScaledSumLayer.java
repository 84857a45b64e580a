package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Merging;
import java.util.Arrays;
import java.util.List;

/** {@code a + b * scale} (applications/inception_resnet_v2.py 3.15, CustomScaleLayer). */
public final class ScaledSumLayer implements CompiledLayer {
    private final float scale;

    public ScaledSumLayer(Merging.ScaledSum layer) {
        scale = (float) layer.scale();
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value a = call.inputs().get(0);
        Value b = call.inputs().get(1);
        if (!Arrays.equals(a.shape(), b.shape())) {
            throw new BindException("takes two inputs of one shape");
        }
        Value y = binding.valueLike(a);
        int n = a.elements();
        binding.step(() -> {
            for (int i = 0; i < n; i++) {
                y.data()[i] = a.data()[i] + b.data()[i] * scale;
            }
        });
        return List.of(y);
    }
}
