package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyTest {
    private static final Path STEPS = Cli.alphabet("keras-1.2.2", "three-char-time-steps");

    @TempDir
    Path folder;

    /** Six systems of every generation, on both engines, within the default tolerance. */
    @ParameterizedTest
    @ValueSource(strings = {"dl4j", "purejava"})
    void every_alphabet_system_matches_python(String engine) {
        Cli result = Cli.run("verify", Cli.FIXTURES.resolve("alphabet"), "--engine", engine);
        assertThat(result.out()).doesNotContain("FAILED", "ERROR", "skipped|");
        assertThat(result.outLines().stream()
                        .filter(line -> line.startsWith("ok"))
                        .count())
                .isGreaterThanOrEqualTo(30);
        assertThat(result.code()).isZero();
    }

    @Test
    void one_line_per_fixture_and_engine_and_a_closing_count() {
        Cli result = Cli.run("verify", STEPS);
        assertThat(result.outLines()).hasSize(3);
        assertThat(result.outLines().get(0))
                .startsWith("ok     | three-char-time-steps | engine dl4j | 2 calls, greatest difference ");
        assertThat(result.outLines().get(1)).startsWith("ok     | three-char-time-steps | engine purejava | ");
        assertThat(result.outLines().get(2)).startsWith("2 passed, 0 failed, 0 errors, 0 skipped; 1 fixture in ");
        assertThat(result.err()).isEmpty();
    }

    /** Two folders that are searched may hold fixtures of one name: each has its line, told by its path, and its count. */
    @Test
    void fixtures_of_the_same_name_are_told_apart_and_counted() {
        Cli result = Cli.run(
                "verify",
                Cli.alphabet("keras-1.2.2", "three-char-time-steps"),
                Cli.alphabet("keras-3", "three-char-time-steps"),
                Cli.alphabet("keras-3", "one-char-one-char"),
                "--engine",
                "purejava");
        assertThat(result.code()).isZero();
        assertThat(result.outLines().get(3)).startsWith("3 passed, 0 failed, 0 errors, 0 skipped; 3 fixtures in ");
        assertThat(result.out())
                .contains("ok     | fixtures/alphabet/keras-1.2.2/three-char-time-steps | ")
                .contains("ok     | fixtures/alphabet/keras-3/three-char-time-steps | ")
                .contains("ok     | one-char-one-char | ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dl4j", "purejava"})
    void a_changed_weight_is_a_difference_with_all_there_is_to_know(String engine) throws Exception {
        Path copy = Copies.copy(STEPS, folder.resolve("copy"));
        Copies.changeOneWeight(copy);
        Copies.acceptChecksum(copy);
        Path xml = folder.resolve("reports/junit.xml");
        Path json = folder.resolve("reports/verify.json");
        Cli result = Cli.run("verify", copy, "--engine", engine, "--junit-xml", xml, "--json", json);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .containsPattern("FAILED \\| copy \\| call 0 \\| output 'dense_\\d' \\(23, 26\\) float32 \\| engine "
                        + engine + "\n"
                        + "  Mismatched elements: \\d+ / 598 \\([0-9.]+%\\)   allowed: \\|java - python\\| <= 1e-05 \\+ "
                        + "1.3e-06 \\* \\|python\\|\n"
                        + "  Greatest absolute difference: \\d\\.\\de-\\d\\d at \\(\\d+, \\d+\\)\n"
                        + "    java    \\S+ \\([0-9a-f]{8}\\)     python  \\S+ \\([0-9a-f]{8}\\)\n"
                        + "  Would pass with: atol=\\d\\.\\de-\\d\\d\n");
        assertThat(xml).content().contains("<failure message=\"FAILED | copy | call 0 | output ");
        assertThat(json)
                .content()
                .contains("\"passes\" : false", "\"first_divergence\"", "\"layer\" : \"dense_")
                .containsPattern("\"kind\" : \"weight\"");
    }

    @Test
    void a_changed_file_is_an_error_of_its_own() throws IOException {
        Path copy = Copies.copy(STEPS, folder.resolve("copy"));
        Copies.changeOneWeight(copy);
        Cli result = Cli.run("verify", copy);
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.outLines().get(0)).startsWith("ERROR  | copy | sha256 mismatch: ");
    }

    @Test
    void a_recorded_layer_that_differs_is_named() throws IOException {
        Cli right = Cli.run("verify", Cli.alphabet("tf-keras-2.15", "three-char-time-steps"), "--layers");
        assertThat(right.code()).isZero();
        Cli wrong = Cli.run(
                "verify",
                Cli.alphabet("tf-keras-2.15", "three-char-time-steps"),
                "--layers",
                "--engine",
                "purejava",
                "--rtol",
                "0",
                "--atol",
                "0");
        assertThat(wrong.out()).containsPattern("layer 'lstm_\\d'");
        assertThat(wrong.code()).isEqualTo(1);
    }

    @Test
    void the_tolerance_of_the_command_line_goes_before_the_fixture_s() {
        assertThat(Cli.run("verify", STEPS, "--engine", "purejava", "--rtol", "0", "--atol", "1e-12")
                        .code())
                .isEqualTo(1);
        assertThat(Cli.run("verify", STEPS, "--engine", "purejava", "--rtol", "0", "--atol", "1e-12 dense_3:1e-3")
                        .code())
                .isZero();
        // a misspelt output is no tolerance for none
        assertThat(Cli.run("verify", STEPS, "--engine", "purejava", "--atol", "1e-12 dense_4:1e-3")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void a_model_to_be_refused_passes_when_it_is_and_fails_when_it_is_not() throws IOException {
        Path lambda = Cli.FIXTURES.resolve("layers/keras-1.2.2/reject-lambda");
        assertThat(Cli.run("verify", lambda).code()).isZero();

        Path copy = Copies.copy(STEPS, folder.resolve("copy"));
        Path json = copy.resolve("fixture.json");
        Files.writeString(json, Files.readString(json).replace("\"match\"", "{\"reject\": \"Lambda\"}"));
        Cli result = Cli.run("verify", copy, "--engine", "purejava");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("the model must be refused with 'Lambda', and the engine says that it runs it");
    }

    @Test
    void fail_fast_stops_at_the_first() throws IOException {
        for (String name : new String[] {"a", "b"}) {
            Files.createDirectories(folder.resolve(name));
            Files.writeString(folder.resolve(name).resolve("fixture.json"), "{\"formt\": 1}");
        }
        assertThat(Cli.run("verify", folder).outLines()).hasSize(3);
        Cli fast = Cli.run("verify", folder, "--fail-fast");
        assertThat(fast.outLines()).hasSize(2);
        assertThat(fast.outLines().get(0))
                .startsWith("ERROR  | a | The fixture ")
                .contains("has an unknown key. Received: 'formt'; allowed are format, ");
        assertThat(fast.code()).isEqualTo(3);
    }

    @Test
    void coverage_is_printed_and_written() throws IOException {
        Path dead = Path.of("src/test/resources/coverage/dead-unit");
        Path json = folder.resolve("v.json");
        Path html = folder.resolve("v.html");
        Cli ran = Cli.run("verify", dead, "--engine", "purejava", "--coverage", "--json", json, "--html", html);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .containsPattern(
                        "coverage\\| \\S+ \\| notices \\d+ of 6 arrays, \\d+ of 62 units, \\d+ of \\d+ sampled")
                .contains("of 16 units of 'hidden'")
                .contains("dead for these inputs: 5");
        assertThat(Files.readString(json)).contains("\"coverage\"", "\"counts\"", "\"hidden\" : [ 5 ]");
        assertThat(Files.readString(html)).contains("What the recorded calls notice", "dead for these inputs");
    }

    @Test
    void python_records_a_model_s_file_only() {
        Cli folder = Cli.run("verify", STEPS, "--python", "auto");
        assertThat(folder.code()).isEqualTo(2);
        assertThat(folder.err()).contains("--python records one model's file");
        Cli none = Cli.run("verify", STEPS.resolve("model.h5"), "--python", "/nowhere/python");
        assertThat(none.code()).isEqualTo(3);
        assertThat(none.err()).contains("No Python was found whose Keras loads", "/nowhere/python");
    }
}
