package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Core;
import java.util.Arrays;
import java.util.List;

/** Masks the steps whose every feature equals the mask value, and multiplies them by zero. */
public final class MaskingLayer implements CompiledLayer {
    /** One for each feature, or one for all. */
    private final float[] maskValues;

    public MaskingLayer(Core.Masking layer) {
        maskValues = new float[] {(float) layer.maskValue()};
    }

    public MaskingLayer(Core.VectorMasking layer) {
        maskValues = new float[layer.maskValues().size()];
        for (int i = 0; i < maskValues.length; i++) {
            maskValues[i] = layer.maskValues().get(i).floatValue();
        }
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input();
        if (maskValues.length != 1 && maskValues.length != x.lastSize()) {
            throw new BindException("takes " + maskValues.length + " features, one for each mask_value");
        }
        Value y = binding.valueLike(x);
        Mask mask = binding.mask(Arrays.copyOf(x.shape(), x.rank() - 1));
        int features = x.lastSize();
        binding.step(() -> {
            for (int row = 0; row < mask.data().length; row++) {
                boolean counts = false;
                for (int i = row * features; i < (row + 1) * features; i++) {
                    counts |= x.data()[i] != maskValues[i % features % maskValues.length];
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
