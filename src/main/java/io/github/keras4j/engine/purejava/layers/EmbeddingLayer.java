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
        this(layer, LayerWeights.floats(weights, "embeddings", layer.inputDim(), layer.outputDim()));
    }

    private EmbeddingLayer(Core.Embedding layer, float[] table) {
        if (layer.inputDim() > EXACT_IN_FLOAT) {
            throw new RefusedException(
                    "indices are held in float32, exact up to 16777216. Received: input_dim=" + layer.inputDim());
        }
        this.layer = layer;
        this.table = table;
    }

    /** The rows of one of int8, divided as Keras divides them after it has looked them up (embedding.py 3.15). */
    public static EmbeddingLayer of(Core.Int8Embedding layer, Weights weights) {
        float[] table = LayerWeights.floats(weights, "embeddings", layer.inputDim(), layer.outputDim());
        float[] scale = LayerWeights.floats(weights, "embeddings_scale", layer.inputDim());
        for (int i = 0; i < table.length; i++) {
            table[i] /= scale[i / layer.outputDim()];
        }
        return new EmbeddingLayer(
                new Core.Embedding(layer.info(), layer.inputDim(), layer.outputDim(), layer.maskZero()), table);
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
