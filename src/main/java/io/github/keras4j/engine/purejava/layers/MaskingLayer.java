package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Core;
import java.util.Arrays;
import java.util.List;

/** Masks the steps whose every feature equals the mask value, and multiplies them by zero. */
public final class MaskingLayer implements CompiledLayer {
    private final float maskValue;

    public MaskingLayer(Core.Masking layer) {
        maskValue = (float) layer.maskValue();
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input();
        Value y = binding.valueLike(x);
        Mask mask = binding.mask(Arrays.copyOf(x.shape(), x.rank() - 1));
        int features = x.lastSize();
        binding.step(() -> {
            for (int row = 0; row < mask.data().length; row++) {
                boolean counts = false;
                for (int i = row * features; i < (row + 1) * features; i++) {
                    counts |= x.data()[i] != maskValue;
                }
                mask.data()[row] = counts;
                float factor = counts ? 1 : 0;
                for (int i = row * features; i < (row + 1) * features; i++) {
                    y.data()[i] = x.data()[i] * factor;
                }
            }
        });
        return List.of(y.withMask(mask));
    }
}
