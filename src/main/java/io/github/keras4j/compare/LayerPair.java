package io.github.keras4j.compare;

import io.github.keras4j.tensor.Tensor;
import java.util.Optional;

/**
 * One layer's output in Java and in the reference.
 *
 * @param position its place in the model, from 1, as Keras's summary lists the layers
 * @param name the layer's name
 * @param className Keras's class
 * @param timeAxis whether axis 1 of its output is time
 * @param java the engine's output; empty if the engine can't give the layer's
 * @param reference the output to compare with; empty if it was not recorded
 */
public record LayerPair(
        int position,
        String name,
        String className,
        boolean timeAxis,
        Optional<Tensor> java,
        Optional<Tensor> reference) {
    /** Whether both sides are there. */
    public boolean isCompared() {
        return java.isPresent() && reference.isPresent();
    }
}
