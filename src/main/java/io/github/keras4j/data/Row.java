package io.github.keras4j.data;

import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * One sample as a model takes it.
 *
 * @param inputs in the model's order, without the batch axis
 * @param text what it was encoded from, where it was a text
 */
public record Row(List<Tensor> inputs, Optional<String> text) {
    /** The inputs are copied. */
    public Row {
        inputs = List.copyOf(inputs);
    }
}
