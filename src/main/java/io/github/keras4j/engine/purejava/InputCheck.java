package io.github.keras4j.engine.purejava;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.tensor.LastAxis;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** What a model takes: names and shapes of its inputs, and the messages for anything else. */
final class InputCheck {
    private final String model;
    private final boolean oneBatch;
    private final List<String> names = new ArrayList<>();
    private final List<Shape> shapes = new ArrayList<>();
    private final List<LastAxis> lastAxes = new ArrayList<>();
    private final List<Boolean> whole = new ArrayList<>();

    InputCheck(KerasModel keras) {
        model = keras.name();
        oneBatch = !keras.network().hasSeveralBatches();
        for (TensorRef ref : keras.network().inputs()) {
            Layer layer = keras.network().node(ref).layer();
            names.add(layer.name());
            whole.add(layer instanceof Core.InputLayer input
                    && !input.inputDtype().isFloating());
            shapes.add(layer instanceof Core.InputLayer input ? input.accepted() : Shape.of());
            lastAxes.add(layer instanceof Core.InputLayer input ? input.lastAxis() : LastAxis.AS_GIVEN);
        }
    }

    /** Whether what is fed is cut to whole numbers: Keras casts it to the input's type. */
    boolean isWhole(int index) {
        return whole.get(index);
    }

    /**
     * The shapes in which arrays of these are taken.
     *
     * @throws Keras4jException naming the input, what was received and what is allowed
     */
    List<Shape> check(List<Shape> given) {
        List<Shape> received = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            received.add(i < names.size() ? lastAxes.get(i).conform(given.get(i), shapes.get(i)) : given.get(i));
        }
        require(received);
        return received;
    }

    private void require(List<Shape> received) {
        if (received.size() != names.size()) {
            throw new InputException("model '" + model + "' takes " + names.size() + " input(s) " + names
                    + ". Received: " + received.size());
        }
        int batch = Shape.UNKNOWN;
        for (int i = 0; i < received.size(); i++) {
            Shape shape = received.get(i);
            if (!shape.isCompatibleWith(shapes.get(i))) {
                throw new InputException("input '" + names.get(i) + "' of model '" + model + "' takes shape "
                        + shapes.get(i) + ". Received: " + shape);
            }
            if (oneBatch && shape.rank() > 0 && batch != Shape.UNKNOWN && shape.size(0) != batch) {
                throw new InputException("all inputs of model '" + model + "' have as many samples. Received: "
                        + shape.size(0) + " for input '" + names.get(i) + "' after " + batch + " for '"
                        + names.get(0) + "'");
            }
            batch = shape.rank() > 0 ? shape.size(0) : batch;
        }
    }

    /**
     * Shapes of flat arrays where only the batch axes are open.
     *
     * @throws Keras4jException when another axis is open, or the lengths do not fit
     */
    List<Shape> shapesOf(float[][] inputs) {
        List<Shape> found = new ArrayList<>();
        for (int i = 0; i < Math.min(inputs.length, shapes.size()); i++) {
            Shape sample = shapes.get(i).slice(1, shapes.get(i).rank());
            if (!sample.isKnown()) {
                throw new InputException("input '" + names.get(i) + "' of model '" + model
                        + "' has an open size, so flat arrays need a bind to shapes first. Its shape: "
                        + shapes.get(i));
            }
            found.add(sample.prepend(inputs[i].length / Math.max(sample.elements(), 1)));
        }
        require(found);
        return found;
    }
}
