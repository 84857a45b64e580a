package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One weight changed in a stored model: what {@code verify} and {@code compare} say of it. */
class CompareTest {
    private static final Path RIGHT = Cli.alphabet("keras-3", "three-char-time-steps");

    @TempDir
    Path folder;

    private Path wrong() throws Exception {
        Path copy = Copies.copy(RIGHT, folder.resolve("wrong"));
        Copies.changeOneWeight(copy);
        Copies.acceptChecksum(copy);
        return copy;
    }

    @Test
    void verify_names_the_layer_and_the_weight() throws Exception {
        Path page = folder.resolve("report.html");

        Cli cli = Cli.run("verify", wrong(), "--engine", "purejava", "--html", page);

        assertThat(cli.code()).as(cli.err()).isEqualTo(1);
        assertThat(cli.out())
                .contains("First divergence: layer 2 of 2 'dense_2' (Dense); its inputs matched")
                .containsPattern(
                        "Cause: layer 'dense_2': one weight, kernel\\[\\d+, \\d+\\], is \\S+ here and was \\S+ in"
                                + " Python; run again with it, every call matches");
        assertThat(Files.readString(page)).contains("<svg", "First divergence: layer 2 of 2");
    }

    @Test
    void compare_names_the_array_and_the_outputs() throws Exception {
        Cli cli = Cli.run("compare", RIGHT, wrong(), "--engine-a", "purejava", "--engine-b", "purejava");

        assertThat(cli.code()).as(cli.err()).isEqualTo(1);
        assertThat(cli.out())
                .contains("weight 'dense_2/kernel'", "Mismatched elements: 1 /", "arrays match, taken by name")
                .contains("output 'dense_2'");
    }

    @Test
    void a_model_is_as_itself() {
        Cli cli = Cli.run("compare", RIGHT, RIGHT);

        assertThat(cli.code()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("no difference");
    }
}
