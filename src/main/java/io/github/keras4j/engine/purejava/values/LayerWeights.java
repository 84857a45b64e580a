package io.github.keras4j.engine.purejava.values;

import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;

/** Weights as float arrays, their shapes checked against what the layer's options say. */
public final class LayerWeights {
    private LayerWeights() {}

    /** @throws IllegalArgumentException when it is missing or has another shape */
    public static float[] floats(Weights weights, String name, int... shape) {
        Tensor tensor = weights.get(name);
        if (!tensor.shape().isCompatibleWith(Shape.of(shape))) {
            throw new IllegalArgumentException(
                    name + " has another shape. Received: " + tensor.shape() + "; expected " + Shape.of(shape));
        }
        return tensor.toFloats();
    }

    /**
     * A weight of that many numbers in whatever shape.
     *
     * @throws IllegalArgumentException when it is missing or has another size
     */
    public static float[] flat(Weights weights, String name, int size) {
        Tensor tensor = weights.get(name);
        if (tensor.size() != size) {
            throw new IllegalArgumentException(
                    name + " has another size. Received: " + tensor.shape() + "; expected " + size + " numbers");
        }
        return tensor.toFloats();
    }

    /** The bias, or zeros. */
    public static float[] bias(Weights weights, boolean used, int size) {
        return used ? floats(weights, "bias", size) : new float[size];
    }
}
