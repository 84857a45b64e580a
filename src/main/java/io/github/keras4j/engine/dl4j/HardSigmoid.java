package io.github.keras4j.engine.dl4j;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * DL4J has one hard_sigmoid, {@code clip(0.2 x + 0.5, 0, 1)}, Keras 3 another, {@code clip(x / 6 + 0.5, 0, 1)}. The
 * second of x is the first of 5/6 x, so the weights that make x are scaled.
 */
final class HardSigmoid {
    private HardSigmoid() {}

    /** What to multiply an activation's input with before {@link #known} is applied. */
    static double scale(Activation activation) {
        return activation.kind() == Activation.Kind.HARD_SIGMOID_V3 ? 5.0 / 6.0 : 1;
    }

    static Activation known(Activation activation) {
        return activation.kind() == Activation.Kind.HARD_SIGMOID_V3
                ? Activation.of(Activation.Kind.HARD_SIGMOID)
                : activation;
    }

    /** Every array with the blocks of its last axis multiplied, one factor per block. */
    static Weights scaled(Weights weights, double... factors) {
        if (Arrays.stream(factors).allMatch(factor -> factor == 1)) {
            return weights;
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        weights.tensors().forEach((name, tensor) -> {
            int last = tensor.shape().size(-1);
            float[] values = tensor.toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (values[i] * factors[i % last / (last / factors.length)]);
            }
            tensors.put(name, Tensor.wrap(tensor.shape(), values));
        });
        return Weights.of(tensors);
    }
}
