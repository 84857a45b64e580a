package io.github.keras4j.training;

import io.github.keras4j.engine.OptimizerState;
import io.github.keras4j.export.Keras2Writer;
import io.github.keras4j.model.KerasModel;
import java.nio.file.Path;

/** Writes what was trained, for Keras to go on from. */
final class TrainedModels {
    private TrainedModels() {}

    static void save(KerasModel trained, OptimizerState state, Path file) {
        Keras2Writer.write(trained, state, file);
    }
}
