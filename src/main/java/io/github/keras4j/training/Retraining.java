package io.github.keras4j.training;

import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.TrainingRun;
import io.github.keras4j.engine.Support;
import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Generation;
import io.github.keras4j.tensor.DType;
import java.nio.file.Path;
import java.util.Optional;

/** A fixture's recorded run, opened to be trained again in its order and compared. */
public final class Retraining {
    private final String name;
    private final TrainingRun run;
    private final Models models;
    private final TrainingOptions options;

    private Retraining(String name, TrainingRun run, TrainingOptions options) {
        this.name = name;
        this.run = run;
        this.options = options;
        models = new Models(run);
    }

    /**
     * Reads the fixture's run and its compiled model.
     *
     * @throws FixtureException when they can't be read
     */
    public static Retraining open(Fixture fixture, TrainingOptions options) {
        Path file = fixture.training()
                .orElseThrow(() -> new FixtureException("The fixture has no training run. Received: " + fixture.folder()
                        + "; its fixture.json has no key 'training'"));
        String name =
                String.valueOf(fixture.folder().toAbsolutePath().normalize().getFileName());
        return new Retraining(name, TrainingRun.read(file, fixture.config()), options);
    }

    /**
     * Retrains and compares.
     *
     * @param folder a fixture with a training run
     * @param log hears of each epoch
     * @throws FixtureException when the fixture can't be read
     * @throws Keras4jException when the trainer does not support the model; the message has every reason
     */
    public static TrainingComparison run(Path folder, TrainingOptions options, EpochLog log) {
        return open(FixtureReader.read(folder), options).run(log);
    }

    /** Whether the trainer takes the fixture's model, and if not, every reason. */
    public Support support() {
        return options.trainer().supports(models.initial, options.dtype().orElse(run.dtype()));
    }

    /** The generation whose model the fixture trains. */
    public Generation generation() {
        return models.initial.provenance().generation();
    }

    /**
     * Trains from the start, as often as it is called, and compares.
     *
     * @param log hears of each epoch
     * @throws FixtureException when the run is not recorded in the dtype that is wanted
     * @throws Keras4jException when the trainer does not support the model; the message has every reason
     */
    public TrainingComparison run(EpochLog log) {
        Optional<TrainingRun> companion = run.companion().map(other -> TrainingRun.read(other, run.config()));
        DType wanted = options.dtype().orElse(run.dtype());
        if (wanted == run.dtype()) {
            return new RetrainedRun(name, run, models, companion, options).compare(log);
        }
        TrainingRun other = companion
                .filter(candidate -> candidate.dtype() == wanted)
                .orElseThrow(() -> new FixtureException("The run is recorded in " + run.dtype()
                        + " only. Received: dtype=" + wanted + " for " + run.file()));
        return new RetrainedRun(name, other, new Models(other), Optional.of(run), options).compare(log);
    }
}
