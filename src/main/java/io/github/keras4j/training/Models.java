package io.github.keras4j.training;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.archive.KerasArchives;
import io.github.keras4j.data.TrainingRun;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.dialect.CanonicalModels;
import java.nio.file.Path;

/** Reads a run's models: the compiled initial one, and weights of the same architecture. */
final class Models {
    private final KerasArchive archive;
    final KerasModel initial;

    Models(TrainingRun run) {
        archive = run.config().isPresent()
                ? KerasArchives.open(run.initial(), run.config().get())
                : KerasArchives.open(run.initial());
        initial = CanonicalModels.read(archive);
    }

    Weights weights(Path file) {
        return CanonicalModels.read(KerasArchives.openWeights(file, archive)).weights();
    }
}
