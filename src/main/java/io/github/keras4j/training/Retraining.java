package io.github.keras4j.training;

import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.engine.Support;
import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.fit.EpochLog;
import io.github.keras4j.model.Generation;
import io.github.keras4j.tensor.DType;
import java.nio.file.Path;
import java.util.Optional;

/** A fixture's recorded run, opened to be trained again in its order and compared. */
public final class Retraining {
    private final Fixture fixture;
    /** The run in the dtype that is wanted. */
    private final RecordedRun recorded;
    /** The same run in the other dtype. */
    private final Optional<RecordedRun> companion;

    private final TrainingOptions options;

    private Retraining(
            Fixture fixture, RecordedRun recorded, Optional<RecordedRun> companion, TrainingOptions options) {
        this.fixture = fixture;
        this.recorded = recorded;
        this.companion = companion;
        this.options = options;
    }

    /**
     * Reads the fixture, its run and its compiled model, each once.
     *
     * @param folder a fixture with a training run
     * @throws FixtureException when they can't be read or are not what was recorded, and when the run is not recorded in
     *     the dtype that is wanted
     */
    public static Retraining open(Path folder, TrainingOptions options) {
        return open(FixtureReader.read(folder), options);
    }

    /** As {@link #open(Path, TrainingOptions)}, of a fixture that was read before. */
    public static Retraining open(Fixture fixture, TrainingOptions options) {
        RecordedRun own = RecordedRun.of(fixture);
        Optional<RecordedRun> companion = own.companion();
        DType wanted = options.dtype().orElse(own.run.dtype());
        if (wanted == own.run.dtype()) {
            return new Retraining(fixture, own, companion, options);
        }
        RecordedRun other = companion
                .filter(candidate -> candidate.run.dtype() == wanted)
                .orElseThrow(() -> new FixtureException("The run is recorded in " + own.run.dtype()
                        + " only. Received: dtype=" + wanted + " for " + own.run.file()));
        return new Retraining(fixture, other, Optional.of(own), options);
    }

    /** The fixture that was opened. */
    public Fixture fixture() {
        return fixture;
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
        return open(folder, options).run(log);
    }

    /** Whether the trainer takes the fixture's model, and if not, every reason. */
    public Support support() {
        return options.trainer().supports(recorded.initial(), recorded.run.dtype());
    }

    /** The generation whose model the fixture trains. */
    public Generation generation() {
        return recorded.initial().provenance().generation();
    }

    /**
     * Trains from the start, as often as it is called, and compares.
     *
     * @param log hears of each epoch
     * @throws Keras4jException when the trainer does not support the model; the message has every reason
     */
    public TrainingComparison run(EpochLog log) {
        String name =
                String.valueOf(fixture.folder().toAbsolutePath().normalize().getFileName());
        return new RetrainedRun(name, recorded, companion, options).compare(log);
    }
}
