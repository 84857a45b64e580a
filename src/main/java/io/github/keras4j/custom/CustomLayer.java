package io.github.keras4j.custom;

import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The Java of one Keras layer. Both engines call it; several threads may, so it keeps nothing between calls. An
 * exception from it refuses the layer by name (while the model is opened) or ends the prediction.
 *
 * <pre>{@code
 * record Scale(double factor) implements CustomLayer {
 *     public Shape outputShape(List<Shape> inputs) {
 *         return inputs.get(0);
 *     }
 *
 *     public Tensor call(List<Tensor> inputs, List<Tensor> weights) {
 *         float[] x = inputs.get(0).toFloats();
 *         for (int i = 0; i < x.length; i++) {
 *             x[i] *= (float) factor;
 *         }
 *         return Tensor.wrap(inputs.get(0).shape(), x);
 *     }
 * }
 * }</pre>
 */
public interface CustomLayer {
    /**
     * An array that the layer's file stores.
     *
     * @param name Keras's for it, {@code kernel}; behind the attribute that leads to it, {@code dense/kernel}, where it is
     *     a layer's inside this one, as a {@code .keras} file has it
     * @param shape open sizes are {@link Shape#UNKNOWN}
     * @param trainable whether Keras counts it among the layer's trainable weights
     */
    record Weight(String name, Shape shape, boolean trainable) {
        /** A trainable array. */
        public static Weight of(String name, int... sizes) {
            return new Weight(name, Shape.of(sizes), true);
        }
    }

    /**
     * What the layer's file stores, in the order of Keras's {@code layer.weights}. Every stored array must be named: a
     * file that has others or other shapes is refused.
     *
     * @param inputs shapes of what the layer is first called on; empty where they can't be told
     */
    default List<Weight> weights(List<Shape> inputs) {
        return List.of();
    }

    /**
     * The output's shape.
     *
     * @param inputs the inputs' shapes, batch first; a size may be {@link Shape#UNKNOWN}
     */
    Shape outputShape(List<Shape> inputs);

    /**
     * Keras's {@code call}, in inference.
     *
     * @param inputs float32, with Keras's axes, the batch first
     * @param weights those of {@link #weights}, in that order
     * @return the output, of the shape that {@link #outputShape} says
     */
    Tensor call(List<Tensor> inputs, List<Tensor> weights);

    /**
     * As {@link #call(List, List)}, which it calls, for code that looks at masks.
     *
     * @param masks one for each input, of booleans; empty for an input without
     */
    default Tensor call(List<Tensor> inputs, List<Optional<Tensor>> masks, List<Tensor> weights) {
        return call(inputs, weights);
    }

    /**
     * Keras's {@code supports_masking}: the first input's mask goes on with the output. Otherwise it ends here, as it does
     * in a Lambda.
     */
    default boolean supportsMasking() {
        return false;
    }
}
