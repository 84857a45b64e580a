package io.github.keras4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatsTest {
    private static final String RUN = "one-char-one-char-keras-1.2.2-float32";
    private static final Path TRAINING = Path.of("fixtures/training");

    @TempDir
    Path folder;

    @Test
    void a_run_on_another_kernel_should_count_as_keras_own_distance() {
        RecordedRun recorded = read(TRAINING, RUN);
        TrainingRun run = recorded.run;
        TrainingRun companion = read(TRAINING, "one-char-one-char-keras-1.2.2-float64").run;

        List<TrainingRun> repeats =
                Repeats.of(recorded).stream().map(repeat -> repeat.run).toList();

        assertThat(repeats).extracting(TrainingRun::file).containsExactly(file(TRAINING, RUN + "-nehalem"));
        double alone = Horizon.of(run, Optional.of(companion), List.of()).allowed(4729);
        double together = Horizon.of(run, Optional.of(companion), repeats).allowed(4729);
        assertThat(alone).isLessThan(3e-5); // where the two kernels are 3.0e-5 apart
        assertThat(together).isBetween(2.5e-4, 1e-3);
        assertThat(Horizon.of(run, Optional.of(companion), repeats).allowed(0)).isEqualTo(1e-6);
    }

    @Test
    void a_repeat_should_be_held_to_the_run_that_it_repeats() {
        assertThat(Repeats.of(read(TRAINING, RUN + "-nehalem")))
                .extracting(repeat -> repeat.run.file())
                .containsExactly(file(TRAINING, RUN));
    }

    @Test
    void float64_should_have_none() {
        assertThat(Repeats.of(read(TRAINING, "one-char-one-char-keras-1.2.2-float64")))
                .isEmpty();
    }

    @Test
    void another_run_with_such_a_name_should_be_none() {
        copy(TRAINING.resolve(RUN), folder.resolve("run"));
        copy(TRAINING.resolve("three-char-feature-window-keras-1.2.2-float32"), folder.resolve("run-nehalem"));
        copy(TRAINING.resolve(RUN + "-nehalem"), folder.resolve("runs-nehalem"));

        assertThat(Repeats.of(read(folder, "run"))).isEmpty();
    }

    private static RecordedRun read(Path parent, String name) {
        return RecordedRun.of(FixtureReader.read(parent.resolve(name)));
    }

    private static Path file(Path parent, String name) {
        return parent.resolve(name).resolve("training.json").toAbsolutePath();
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
