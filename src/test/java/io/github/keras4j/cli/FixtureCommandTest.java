package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixtureCommandTest {
    private static final Path RIGHT = Cli.alphabet("keras-3", "three-char-time-steps");

    @TempDir
    Path folder;

    @Test
    void what_is_recorded_waits_until_it_is_accepted() throws Exception {
        assumeTrue(System.getenv("CI") == null, "CI is set, and then nothing is written");
        Path fixture = folder.resolve("mine");

        assertThat(Cli.run("fixture", "record", RIGHT, "-o", fixture).code()).isZero();
        assertThat(fixture.resolve("fixture.json")).doesNotExist();
        assertThat(Cli.run("fixture", "pending", folder).code()).isEqualTo(1);
        assertThat(Cli.run("fixture", "review", fixture).out()).contains("nothing accepted before");
        assertThat(Cli.run("fixture", "accept", fixture).code()).isZero();
        assertThat(Cli.run("fixture", "pending", folder).code()).isZero();
        Cli verify = Cli.run("verify", fixture, "--engine", "purejava", "--layers");
        assertThat(verify.code()).as(verify.out()).isZero();
    }

    @Test
    void a_changed_model_is_seen_and_can_be_rejected() throws Exception {
        assumeTrue(System.getenv("CI") == null, "CI is set, and then nothing is written");
        Path fixture = folder.resolve("mine");
        Cli.run("fixture", "record", RIGHT, "-o", fixture);
        Cli.run("fixture", "accept", fixture);
        Path wrong = Copies.copy(RIGHT, folder.resolve("wrong"));
        Copies.changeOneWeight(wrong);

        Cli.run("fixture", "record", wrong.resolve("model.h5"), "-o", fixture);
        Cli review = Cli.run("fixture", "review", fixture);

        assertThat(review.code()).as(review.out() + review.err()).isEqualTo(1);
        assertThat(review.out()).contains("output 'dense_2'", "Greatest absolute difference");
        assertThat(Cli.run("fixture", "reject", fixture).code()).isZero();
        assertThat(Files.list(fixture).map(file -> file.getFileName().toString()))
                .containsExactlyInAnyOrder("fixture.json", "model.h5");
        assertThat(Cli.run("verify", fixture, "--engine", "purejava").code()).isZero();
    }

    @Test
    void nothing_is_written_when_ci_is_set() {
        assumeTrue(System.getenv("CI") != null, "CI is not set");
        Cli cli = Cli.run("fixture", "record", RIGHT, "-o", folder.resolve("mine"));

        assertThat(cli.code()).isEqualTo(3);
        assertThat(cli.err()).contains("never written when CI is set");
        assertThat(folder.resolve("mine")).doesNotExist();
    }
}
