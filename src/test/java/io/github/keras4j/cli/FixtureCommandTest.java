package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In processes of their own, for {@code fixture} looks at the variable CI. */
class FixtureCommandTest {
    private static final Path RIGHT = Cli.alphabet("keras-3", "three-char-time-steps");

    @TempDir
    Path folder;

    private static Cli desk(Object... args) throws Exception {
        return Cli.apart(false, args);
    }

    private List<String> files(Path fixture) throws IOException {
        try (Stream<Path> files = Files.list(fixture)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void what_is_recorded_waits_until_it_is_accepted() throws Exception {
        Path fixture = folder.resolve("mine");

        assertThat(desk("fixture", "record", RIGHT, "-o", fixture).code()).isZero();
        assertThat(files(fixture)).containsExactly("fixture.received.json", "model.received.h5");
        Cli pending = desk("fixture", "pending", folder);
        assertThat(pending.code()).isEqualTo(1);
        assertThat(pending.outLines()).containsExactly("pending: " + fixture.resolve("fixture.received.json"));
        assertThat(desk("fixture", "review", fixture).out()).contains("nothing accepted before");
        assertThat(desk("fixture", "accept", fixture).code()).isZero();
        assertThat(files(fixture)).containsExactly("fixture.json", "model.h5");
        assertThat(desk("fixture", "pending", folder).code()).isZero();
        Cli verify = Cli.run("verify", fixture, "--engine", "purejava", "--layers");
        assertThat(verify.code()).as(verify.out()).isZero();
        assertThat(desk("fixture", "accept", fixture).err()).contains("nothing waits here");
    }

    @Test
    void a_changed_model_is_seen_and_can_be_rejected() throws Exception {
        Path fixture = folder.resolve("mine");
        desk("fixture", "record", RIGHT, "-o", fixture);
        desk("fixture", "accept", fixture);
        Path wrong = Copies.copy(RIGHT, folder.resolve("wrong"));
        Copies.changeOneWeight(wrong);

        desk("fixture", "record", wrong.resolve("model.h5"), "-o", fixture);
        Cli review = desk("fixture", "review", fixture);

        assertThat(review.code()).as(review.out() + review.err()).isEqualTo(1);
        assertThat(review.out())
                .contains("output 'dense_2'", "Greatest absolute difference", "|received - accepted|")
                .containsPattern("    received  \\S+ \\([0-9a-f]{8}\\)     accepted  \\S+ \\([0-9a-f]{8}\\)");
        assertThat(desk("fixture", "reject", fixture).code()).isZero();
        assertThat(files(fixture)).containsExactly("fixture.json", "model.h5");
        assertThat(Cli.run("verify", fixture, "--engine", "purejava").code()).isZero();
    }

    @Test
    void inputs_are_taken_from_a_file_and_leave_no_stale_arrays() throws Exception {
        Path fixture = folder.resolve("mine");
        String many = "[" + "[[0.0], [0.25], [0.5]], ".repeat(39) + "[[0.0], [0.25], [0.5]]]";
        desk("fixture", "record", RIGHT, "-o", fixture, "--inputs", Files.writeString(folder.resolve("40.json"), many));
        assertThat(files(fixture)).contains("arrays.received.npz");
        desk("fixture", "accept", fixture);
        assertThat(files(fixture)).containsExactly("arrays.npz", "fixture.json", "model.h5");
        assertThat(Cli.run("verify", fixture, "--layers").code()).isZero();
        Path inputs = Files.writeString(folder.resolve("x.json"), "[[[0.0], [0.25], [0.5]]]");

        Cli record = desk("fixture", "record", RIGHT, "-o", fixture, "--inputs", inputs);

        assertThat(record.code()).as(record.err()).isZero();
        assertThat(desk("fixture", "review", fixture).err()).contains("was fed other inputs");
        assertThat(desk("fixture", "accept", fixture).code()).isZero();
        assertThat(files(fixture)).containsExactly("fixture.json", "model.h5");
        Fixture read = FixtureReader.read(fixture);
        assertThat(read.calls()).hasSize(1);
        assertThat(read.calls().get(0).inputs().get(0).value().toFloats()).containsExactly(0f, 0.25f, 0.5f);
        assertThat(Cli.run("verify", fixture, "--layers").code()).isZero();
    }

    @Test
    void wrong_inputs_are_told_by_name() throws Exception {
        Path inputs = Files.writeString(folder.resolve("x.json"), "{\"y\": [[[0.0], [0.25], [0.5]]]}");

        Cli cli = desk("fixture", "record", RIGHT, "-o", folder.resolve("mine"), "--inputs", inputs);

        assertThat(cli.code()).isEqualTo(4);
        assertThat(cli.err()).contains("The inputs are [input_layer_2]. Received: ", "with [y]");
        assertThat(folder.resolve("mine")).doesNotExist();
    }

    @Test
    void weights_are_recorded_with_their_architecture() throws Exception {
        Path weights = Cli.FIXTURES.resolve("layers/keras-2.2.4/lstm-sequences-as-weights");
        Path fixture = folder.resolve("mine");

        Cli record = desk("fixture", "record", weights, "-o", fixture);

        assertThat(record.code()).as(record.err()).isZero();
        desk("fixture", "accept", fixture);
        assertThat(files(fixture)).contains("config.json", "fixture.json", "model.h5");
        assertThat(Cli.run("verify", fixture).code()).isZero();
    }

    @Test
    void what_python_said_is_never_replaced_by_java() throws Exception {
        Path pythons = Copies.copy(RIGHT, folder.resolve("pythons"));

        Cli cli = desk("fixture", "record", RIGHT, "-o", pythons);

        assertThat(cli.code()).isEqualTo(3);
        assertThat(cli.err()).contains("the folder holds what Python said");
        assertThat(desk("fixture", "pending", pythons).code()).isZero();
    }

    @Test
    void nothing_is_written_when_ci_is_set() throws Exception {
        Path fixture = folder.resolve("mine");
        desk("fixture", "record", RIGHT, "-o", fixture);
        List<String> before = files(fixture);

        for (Cli cli : List.of(
                Cli.apart(true, "fixture", "record", RIGHT, "-o", folder.resolve("other")),
                Cli.apart(true, "fixture", "accept", fixture),
                Cli.apart(true, "fixture", "reject", fixture))) {
            assertThat(cli.code()).isEqualTo(3);
            assertThat(cli.err()).contains("never written when CI is set");
        }
        assertThat(folder.resolve("other")).doesNotExist();
        assertThat(files(fixture)).isEqualTo(before);
        assertThat(Cli.apart(true, "fixture", "pending", folder).code()).isEqualTo(1);
    }

    @Test
    void folders_are_reviewed_with_a_summary_first_and_accepted_together() throws Exception {
        for (String name : new String[] {"a", "b"}) {
            desk("fixture", "record", RIGHT, "-o", folder.resolve(name));
        }
        desk("fixture", "accept", folder.resolve("a"));
        desk("fixture", "record", RIGHT, "-o", folder.resolve("a"));

        Cli review = desk("fixture", "review", folder);
        assertThat(review.code()).isEqualTo(1);
        assertThat(review.outLines())
                .startsWith(folder.resolve("a") + ": no difference", folder.resolve("b") + ": new", "")
                .contains("new: 3 calls, nothing accepted before");
        assertThat(desk("fixture", "accept", folder).code()).isZero();
        assertThat(desk("fixture", "pending", folder).code()).isZero();
        assertThat(files(folder.resolve("b"))).containsExactly("fixture.json", "model.h5");
    }

    @Test
    void suggested_inputs_are_written() throws IOException {
        Path file = folder.resolve("more.npz");
        Cli ran = Cli.run("fixture", "suggest", "src/test/resources/coverage/dead-unit", "-o", file);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("now:  notices", "then: notices", "62 of 62 units", "written: " + file);
        assertThat(io.github.keras4j.data.ArrayFiles.readAll(file)
                        .values()
                        .iterator()
                        .next()
                        .shape()
                        .size(0))
                .isGreaterThan(4);
    }
}
