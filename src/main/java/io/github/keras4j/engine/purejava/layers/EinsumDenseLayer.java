package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.activations.ActivateLayer;
import io.github.keras4j.engine.purejava.operations.Einsum;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.Broadcast;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Tensor;
import java.util.List;

/** A kernel that an equation joins with the input. It does not support masking (einsum_dense.py 2.15 and 3.15). */
public final class EinsumDenseLayer implements CompiledLayer {
    private final Core.EinsumDense layer;
    private final Value kernel;
    private final float[] bias;
    private final int[] biasShape;

    public EinsumDenseLayer(Core.EinsumDense layer, Weights weights) {
        this.layer = layer;
        Tensor values = weights.get("kernel");
        kernel = new Value(values.toFloats(), values.shape().sizes());
        boolean useBias = !layer.biasAxes().isEmpty();
        bias = useBias ? weights.get("bias").toFloats() : new float[0];
        biasShape = useBias ? weights.get("bias").shape().sizes() : new int[0];
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input().withMask(null);
        Value y = Einsum.bind(layer.equation(), List.of(x, kernel), binding);
        addBias(bias, biasShape, y, binding);
        return List.of(ActivateLayer.inPlace(layer.activation(), y, binding));
    }

    /** Adds a step that adds a bias of that shape to {@code y}; none where it is empty. */
    static void addBias(float[] bias, int[] shape, Value y, Binding binding) {
        if (bias.length > 0) {
            int[] at = Broadcast.positions(shape, y.shape());
            float[] data = y.data();
            binding.step(() -> {
                for (int i = 0; i < at.length; i++) {
                    data[i] += bias[at[i]];
                }
            });
        }
    }
}
