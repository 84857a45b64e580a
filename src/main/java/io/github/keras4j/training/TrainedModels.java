package io.github.keras4j.training;

import io.github.keras4j.Keras4jException;
import io.github.keras4j.engine.OptimizerState;
import io.github.keras4j.model.KerasModel;
import java.nio.file.Path;

/** Writes what was trained. */
final class TrainedModels {
    private TrainedModels() {}

    static void save(KerasModel trained, OptimizerState state, Path file) {
        throw new Keras4jException(
                "Saving is not built yet. Received: " + file + " " + trained.name() + state.iterations());
    }
}
