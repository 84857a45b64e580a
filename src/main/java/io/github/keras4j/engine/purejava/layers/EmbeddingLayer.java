package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.LayerWeights;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Weights;
import java.util.Arrays;
import java.util.List;

/** Rows of a table by index. With {@code mask_zero}, index 0 is masked. */
public final class EmbeddingLayer implements CompiledLayer {
    private static final int EXACT_IN_FLOAT = 1 << 24;

    private final Core.Embedding layer;
    private final float[] table;

    public EmbeddingLayer(Core.Embedding layer, Weights weights) {
        if (layer.inputDim() > EXACT_IN_FLOAT) {
            throw new RefusedException(
                    "indices are held in float32, exact up to 16777216. Received: input_dim=" + layer.inputDim());
        }
        this.layer = layer;
        table = LayerWeights.floats(weights, "embeddings", layer.inputDim(), layer.outputDim());
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input();
        int n = x.elements();
        int width = layer.outputDim();
        int[] shape = Arrays.copyOf(x.shape(), x.rank() + 1);
        shape[x.rank()] = width;
        Value y = binding.value(shape);
        binding.step(() -> {
            for (int i = 0; i < n; i++) {
                System.arraycopy(table, index(x.data()[i]) * width, y.data(), i * width, width);
            }
        });
        if (!layer.maskZero()) {
            return List.of(y);
        }
        Mask mask = binding.mask(x.shape());
        binding.step(() -> {
            for (int i = 0; i < n; i++) {
                mask.data()[i] = x.data()[i] != 0;
            }
        });
        return List.of(y.withMask(mask));
    }

    /** Keras casts to an integer, and on the CPU its lookup fails out of range. */
    private int index(float value) {
        int index = (int) value;
        if (index < 0 || index >= layer.inputDim() || Float.isNaN(value)) {
            throw new InputException("layer '" + layer.name() + "' (" + layer.className() + ") takes indices from 0 to "
                    + (layer.inputDim() - 1) + ". Received: " + value);
        }
        return index;
    }
}
