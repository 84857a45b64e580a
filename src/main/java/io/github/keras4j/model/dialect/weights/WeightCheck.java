package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.model.Layer;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;

/** Holds stored arrays against what a layer demands. */
final class WeightCheck {
    /** Stands for a shape that can't be told; compared by identity. */
    static final Shape ANY =
            Shape.of(Shape.UNKNOWN, Shape.UNKNOWN, Shape.UNKNOWN, Shape.UNKNOWN, Shape.UNKNOWN, Shape.UNKNOWN);

    private WeightCheck() {}

    static void shape(Layer layer, WeightSlot slot, Tensor tensor) {
        if (slot.shape() != ANY && !slot.shape().isCompatibleWith(tensor.shape())) {
            throw new MalformedArchiveException(
                    "Layer '" + layer.name() + "' (" + layer.className() + "): weight '"
                            + slot.path() + "' has another shape than its options say. Received: " + tensor.shape()
                            + "; expected: " + slot.shape()
                            + ". Either the two are not of one model, or this layout is not known here: save the whole model anew in the Keras that it is from.");
        }
    }

    static void count(Layer layer, int received, int expected, List<WeightSlot> slots) {
        if (received != expected) {
            throw new MalformedArchiveException(
                    "Layer '" + layer.name() + "' (" + layer.className()
                            + ") has another number of weights than its options say. Received: " + received
                            + " arrays; expected: "
                            + expected + " for "
                            + slots.stream().map(WeightSlot::path).toList()
                            + ". Either the two are not of one model, or this layout is not known here: save the whole model anew in the Keras that it is from.");
        }
    }
}
