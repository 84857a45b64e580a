package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.data.Checksums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainTest {
    private static final Path TRAINING = Cli.FIXTURES.resolve("training");
    private static final Path SMALL = TRAINING.resolve("adam-absolute-lstm-tf-keras-2.15-float64");

    @TempDir
    Path folder;

    @Test
    void prints_keras_epoch_lines_and_the_report() {
        Cli cli = Cli.run("train", TRAINING.resolve("half-way-adam-keras-1.2.2-float64"));

        assertThat(cli.code()).as(cli.err()).isZero();
        assertThat(cli.outLines().get(0)).isEqualTo("Epoch 1/7");
        assertThat(cli.outLines().get(1)).matches("\\d+s - loss: \\d\\.\\d{4} - acc: 0\\.\\d{4}");
        assertThat(cli.out())
                .contains("OK | half-way-adam-keras-1.2.2-float64 | 21 updates | float64 | engine purejava");
        assertThat(cli.out().strip()).endsWith("The same training, update by update.");
        assertThat(cli.err()).isEmpty(); // no bar where there is no terminal
    }

    @Test
    void says_of_a_racy_run_that_only_its_outcome_is_compared() {
        Cli cli = Cli.run("train", TRAINING.resolve("three-char-time-steps-keras-2.2.4-float32"), "--verbose", 0);

        assertThat(cli.code()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains(
                        "Only the outcome is compared: Keras 2.2.4 on TensorFlow 1 reads Adam's step count while it is")
                .contains("Outcome: java answers 23 of 23 right (100.00%), python 23 (100.00%)")
                .doesNotContain("same training");
    }

    @Test
    void claims_nothing_past_the_horizon() {
        Cli cli = Cli.run("train", TRAINING.resolve("three-char-time-steps-keras-1.2.2-float32"), "--verbose", 0);

        assertThat(cli.code()).as(cli.err()).isZero();
        assertThat(cli.out())
                .containsPattern("Horizon: Keras's own float32 and float64 runs differ by 1e-4 at update \\d+;")
                .contains("(past the horizon: no tolerance applies)")
                .containsPattern("The same training for \\d+ of 11500 updates, as far as Keras agrees with itself;");
    }

    @Test
    void trains_all_runs_under_a_folder_on_either_engine() throws IOException {
        copy("adam-absolute-lstm-tf-keras-2.15-float64");
        copy("half-way-adam-keras-1.2.2-float64");

        Cli pure = Cli.run("train", folder);
        Cli dl4j = Cli.run("train", folder, "--engine", "dl4j");

        assertThat(pure.code()).as(pure.out()).isZero();
        assertThat(pure.outLines().get(pure.outLines().size() - 1))
                .isEqualTo("2 runs trained by purejava: 2 the same, 0 differ; 0 skipped, 0 can't be read");
        assertThat(dl4j.code()).as(dl4j.out()).isZero();
        assertThat(dl4j.out()).contains("2 runs trained by dl4j: 2 the same, 0 differ; 0 skipped, 0 can't be read");
    }

    @Test
    void a_run_that_differs_is_exit_code_1_and_named_by_its_update() throws IOException {
        Path copied = copy("half-way-adam-keras-1.2.2-float64");
        Path json = copied.resolve("training.json");
        Files.writeString(
                json,
                Files.readString(json)
                        .replace("\"reset_states\"", "\"tolerance\": {\"atol\": 0},\n  \"reset_states\""));
        Path fixture = copied.resolve("fixture.json");
        Files.writeString(
                fixture,
                Files.readString(fixture)
                        .replaceFirst(
                                "(\"training.json\": \")[0-9a-f]{64}", "$1" + Checksums.of(Files.readAllBytes(json))));

        Cli cli = Cli.run("train", copied, "--verbose", 0);

        assertThat(cli.code()).isEqualTo(ExitCodes.DIFFERENCE);
        assertThat(cli.out()).contains("FAILED | ", "First diverging update: ", "Not the same training.");
    }

    @Test
    void refuses_wrong_usage() {
        assertThat(Cli.run("train", TRAINING, "--save", "x.h5").code()).isEqualTo(ExitCodes.USAGE);
        assertThat(Cli.run("train", SMALL, "--engine", "keras").code()).isEqualTo(ExitCodes.USAGE);
        assertThat(Cli.run("train", SMALL, "--dtype", "float16").code()).isEqualTo(ExitCodes.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"initial.h5", "final.h5", "step1000.h5", "train.npz", "training.json", "recipe.json"})
    void a_file_that_is_not_the_recorded_one_is_a_checksum_error_as_verify_gives_it(String file) throws IOException {
        Path copied = copy("three-char-time-steps-sigmoid-keras-1.2.2-float64");
        alter(copied.resolve(file));

        Cli train = Cli.run("train", copied, "--verbose", 0);
        Cli verify = Cli.run("verify", copied);

        assertThat(train.code()).isEqualTo(ExitCodes.UNREADABLE);
        assertThat(train.err()).contains("sha256 mismatch: ").contains(file);
        assertThat(verify.code()).isEqualTo(ExitCodes.UNREADABLE);
        assertThat(verify.out()).contains("sha256 mismatch: ").contains(file);
    }

    @Test
    void so_is_one_of_the_run_in_the_other_dtype() throws IOException {
        Path run = copy("three-char-time-steps-sigmoid-keras-1.2.2-float64");
        alter(copy("three-char-time-steps-sigmoid-keras-1.2.2-float32").resolve("train.npz"));

        Cli cli = Cli.run("train", run, "--verbose", 0);
        Cli all = Cli.run("train", folder);

        assertThat(cli.code()).isEqualTo(ExitCodes.UNREADABLE);
        assertThat(cli.err()).contains("sha256 mismatch: ").contains("float32");
        assertThat(all.code()).isEqualTo(ExitCodes.UNREADABLE);
        assertThat(all.outLines())
                .filteredOn(line -> line.startsWith("ERROR | "))
                .hasSize(2);
    }

    private static void alter(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private Path copy(String name) throws IOException {
        Path to = Files.createDirectories(folder.resolve(name));
        try (var files = Files.list(TRAINING.resolve(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
        return to;
    }
}
