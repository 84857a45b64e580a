package io.github.keras4j.training;

import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.TrainingRun;
import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Weights;
import io.github.keras4j.source.ModelSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A recorded run with its models, each file read once: the compiled initial one, and weights of its architecture. */
final class RecordedRun {
    final TrainingRun run;
    private final ModelSource source;
    private final Map<Path, Weights> read = new LinkedHashMap<>();
    private Optional<ModelSource.Opened> opened = Optional.empty();

    private RecordedRun(TrainingRun run) {
        this.run = run;
        source = run.config()
                .map(config -> ModelSource.of(run.initial(), config))
                .orElseGet(() -> ModelSource.of(run.initial()));
    }

    /** @throws FixtureException when the fixture has no training run, or one that can't be read */
    static RecordedRun of(Fixture fixture) {
        Path file = fixture.training()
                .orElseThrow(() -> new FixtureException("The fixture has no training run. Received: " + fixture.folder()
                        + "; its fixture.json has no key 'training'"));
        return new RecordedRun(TrainingRun.read(file, fixture.config()));
    }

    /**
     * The run that another one names, of a fixture of its own with checksums of its own.
     *
     * @param file its training.json
     * @param config the architecture where the run names none and lies in no fixture
     */
    static RecordedRun of(Path file, Optional<Path> config) {
        Path folder = file.toAbsolutePath().resolveSibling("");
        Optional<Path> own = Files.exists(folder.resolve(Fixture.FILE))
                ? FixtureReader.read(folder).config().or(() -> config)
                : config;
        return new RecordedRun(TrainingRun.read(file, own));
    }

    /** The same run in the other dtype. */
    Optional<RecordedRun> companion() {
        return run.companion().map(file -> of(file, run.config()));
    }

    KerasModel initial() {
        return opened().model();
    }

    Weights weights(Path file) {
        return read.computeIfAbsent(file, opened()::weights);
    }

    private ModelSource.Opened opened() {
        if (opened.isEmpty()) {
            opened = Optional.of(source.open());
        }
        return opened.get();
    }
}
