package io.github.keras4j.data;

import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.LastAxis;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;

/**
 * What a model takes as one of its inputs.
 *
 * @param name its input layer's name
 * @param shape of one sample, without the batch axis; open sizes are {@link Shape#UNKNOWN}
 * @param lastAxis what is made of a sample of one axis more or less
 */
public record InputSpec(String name, Shape shape, DType dtype, LastAxis lastAxis) {
    /** That sample in the shape in which Keras takes it; the caller checks whether it fits. */
    Tensor taken(Tensor sample) {
        Shape given = sample.shape().prepend(1);
        Shape taken = lastAxis.conform(given, shape.prepend(1));
        return taken.equals(given) ? sample : sample.reshape(taken.slice(1, taken.rank()));
    }
}
