package io.github.keras4j.fit;

import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.OptimizerState;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.export.ModelExport;
import io.github.keras4j.export.Target;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Writes what was trained, for the Keras that made the model to go on from. */
public final class TrainedModels {
    private TrainedModels() {}

    /**
     * Looks before the training.
     *
     * @throws io.github.keras4j.errors.Keras4jException when the model could not be saved there after it
     */
    public static void check(KerasModel initial, Path file) {
        String name = String.valueOf(file.getFileName());
        if (Stream.of(".h5", ".hdf5", ".keras").noneMatch(name::endsWith)) {
            throw new InputException("A trained model is saved as .h5, .hdf5 or .keras. Received: " + file);
        }
        export(initial).check(initial, file);
    }

    /**
     * Writes the model with its optimizer's state.
     *
     * @throws io.github.keras4j.errors.Keras4jException when it can't be written so; nothing is written then
     */
    public static void save(KerasModel trained, OptimizerState state, Path file) {
        export(trained).write(trained, state, file);
    }

    /**
     * Looks whether a training can go on from what is saved as if there had been no break.
     *
     * @throws InputException where it can't: no file of Keras 1 is written
     */
    public static void requireGoingOn(KerasModel initial) {
        if (initial.provenance().generation() == Generation.KERAS_1) {
            throw new InputException("A training goes on from a saved file, and none of Keras 1 is written."
                    + " Received: a model of Keras " + initial.provenance().kerasVersion());
        }
    }

    private static ModelExport export(KerasModel model) {
        Target reader = switch (model.provenance().generation()) {
            case KERAS_1, KERAS_2, KERAS_2_3 -> Target.KERAS_2_2; // Keras 1 reads no file of ours
            case TF_KERAS -> Target.TF_KERAS;
            case KERAS_3 -> Target.KERAS_3;
        };
        return new ModelExport(List.of(reader), EngineChoice.pureJava());
    }
}
