package io.github.keras4j.fit;

import io.github.keras4j.engine.OptimizerState;
import io.github.keras4j.model.KerasModel;
import java.nio.file.Path;

/**
 * A trained model.
 *
 * @param model with the weights that the training ended with
 * @param optimizer its state at that time
 * @param history the training, epoch by epoch
 */
public record Fitted(KerasModel model, OptimizerState optimizer, History history) {
    /**
     * Writes the model with its optimizer, for the Keras that made it to go on from.
     *
     * @param file {@code .h5}, or {@code .keras} for tf.keras and Keras 3; replaced if it is there
     * @throws io.github.keras4j.errors.Keras4jException when the model can't be written so; nothing is written then
     */
    public void save(Path file) {
        TrainedModels.save(model, optimizer, file);
    }
}
