package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.LayerWeights;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Weights;
import java.util.List;

/** A look-up and, in a reverse call, the scores of all indices (layers/core/reversible_embedding.py 3.15, call). */
public final class ReversibleEmbeddingLayer implements CompiledLayer {
    private final Core.ReversibleEmbedding layer;
    private final EmbeddingLayer embedding;
    /** A row for each feature, a column for each index. */
    private final float[] kernel;

    public ReversibleEmbeddingLayer(Core.ReversibleEmbedding layer, Weights weights) {
        this.layer = layer;
        embedding = new EmbeddingLayer(
                new Core.Embedding(layer.info(), layer.inputDim(), layer.outputDim(), layer.maskZero()), weights);
        kernel = layer.tied()
                ? transposed(LayerWeights.floats(weights, "embeddings", layer.inputDim(), layer.outputDim()))
                : LayerWeights.floats(weights, "reverse_embeddings", layer.outputDim(), layer.inputDim());
    }

    private float[] transposed(float[] table) {
        float[] turned = new float[table.length];
        for (int i = 0; i < table.length; i++) {
            turned[i % layer.outputDim() * layer.inputDim() + i / layer.outputDim()] = table[i];
        }
        return turned;
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        if (!call.arguments().containsKey(Core.ReversibleEmbedding.REVERSE)) {
            return embedding.bind(call, binding);
        }
        Value x = call.input();
        int features = layer.outputDim();
        int indices = layer.inputDim();
        if (x.lastSize() != features) {
            throw new BindException("takes " + features + " features in a reverse call");
        }
        int[] shape = x.shape().clone();
        shape[shape.length - 1] = indices;
        Value y = binding.value(shape);
        float cap = (float) layer.softCap();
        int rows = x.rows();
        binding.step(() -> {
            java.util.Arrays.fill(y.data(), 0, y.elements(), 0);
            for (int i = 0, n = rows * features; i < n; i++) {
                binding.kernels()
                        .axpy(indices, x.data()[i], kernel, i % features * indices, y.data(), i / features * indices);
            }
            for (int i = 0, n = cap == 0 ? 0 : y.elements(); i < n; i++) {
                y.data()[i] = (float) Math.tanh(y.data()[i] / cap) * cap;
            }
        });
        return List.of(y);
    }
}
