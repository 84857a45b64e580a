package io.github.keras4j.engine;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.DType;
import java.util.Optional;

/**
 * Trains a canonical model as the Keras that compiled it would: with its loss, and its optimizer's update rule and
 * constants of that generation. Starts from the stored weights, optimizer slots and step count. Stateless and
 * thread-safe.
 */
public interface Trainer {
    /** As {@code --engine} takes it: {@code dl4j}, {@code purejava}. */
    String name();

    /**
     * If the engine's libraries are not on the class path: what is missing and what to add; otherwise empty. Loads none
     * of them.
     */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /**
     * Whether this engine trains the model as Keras does, and if not, every reason: a layer, the loss, the optimizer,
     * a regularizer. Cheap: runs nothing.
     *
     * @param dtype what to compute in: float32 or float64
     */
    Support supports(KerasModel model, DType dtype);

    /**
     * Opens a training that starts from the model's weights, and from its optimizer's state where stored.
     *
     * @throws io.github.keras4j.errors.Keras4jException when {@link #supports} says no; the message has every reason
     */
    TrainingSession open(KerasModel model, DType dtype);

    /** Whether it takes random numbers from outside. */
    default boolean takesNoise() {
        return false;
    }

    /**
     * As {@link #open(KerasModel, DType)}, with other random numbers.
     *
     * @param noise what dropout and noise layers draw
     * @throws io.github.keras4j.errors.Keras4jException also where this engine takes no numbers from outside
     */
    default TrainingSession open(KerasModel model, DType dtype, Noise noise) {
        throw new Keras4jException("engine " + name() + " draws its own random numbers. Received: noise from outside;"
                + " train with --engine purejava");
    }
}
