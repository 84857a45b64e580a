package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users get wrong: one line on stderr, the right exit code, nothing written. */
class BadInputTest {
    private static final Path WINDOW = Cli.alphabet("keras-1.0.6", "three-char-feature-window");
    private static final Path STEPS = Cli.alphabet("tf-keras-2.15", "three-char-time-steps");

    @TempDir
    Path folder;

    private Path output;

    @BeforeEach
    void a_place_for_the_output() {
        output = folder.resolve("out.json");
    }

    private Path input(String text) throws IOException {
        return Files.writeString(folder.resolve("in.jsonl"), text);
    }

    private void fails(int code, String message, Object... args) {
        Cli result = Cli.run(args);
        assertThat(result.err()).startsWith("keras4j: ").contains(message).hasLineCount(1);
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.out()).isEmpty();
        assertThat(output).doesNotExist();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void predictFails(int code, String message, Path model) throws IOException {
        fails(code, message, "predict", model, "-i", input("[[0.1],[0.2],[0.3]]\n"), "-o", output);
    }

    @Test
    void a_missing_model() throws IOException {
        predictFails(3, "none.h5: no such file", folder.resolve("none.h5"));
        fails(3, "none.h5: no such file", "inspect", folder.resolve("none.h5"));
        fails(3, "none.h5: no such file", "convert", folder.resolve("none.h5"), "-o", output);
    }

    @Test
    void an_input_that_is_a_folder_or_a_damaged_gzip() throws IOException {
        fails(2, "The input must be a file. Received: " + folder, "predict", STEPS, "-i", folder, "-o", output);
        Path zipped = folder.resolve("in.jsonl.gz");
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            gzip.write("\"ABC\"\n".repeat(2_000).getBytes(StandardCharsets.US_ASCII));
        }
        byte[] whole = Files.readAllBytes(zipped);
        Files.write(zipped, Arrays.copyOf(whole, whole.length / 2));
        fails(3, "The gzip input is damaged or cut short", "predict", STEPS, "-i", zipped, "-o", output);
        whole[whole.length - 6] ^= 1; // its checksum
        Files.write(zipped, whole);
        fails(3, "Received: " + zipped, "predict", STEPS, "-i", zipped, "-o", output);
    }

    @Test
    void a_line_that_is_no_json_is_told_without_the_parser_s_own_affairs() throws IOException {
        String lines = "{\n[[0.1], [0.2\n" + "[".repeat(600) + "\n{\"instances\": [1, 2";
        for (String in : List.of(lines, "{\"instances\": [1, 2")) {
            Cli run = Cli.run("predict", STEPS, "-i", input(in));
            assertThat(run.code()).isEqualTo(4);
            assertThat(run.out()).contains("not JSON: ").doesNotContain("Source", "start marker", "StreamRead");
        }
    }

    @Test
    void a_text_named_h5() throws IOException {
        Path text = Files.writeString(folder.resolve("text.h5"), "not a model\n");
        predictFails(3, "text.h5 is not a Keras model: neither HDF5 nor a .keras zip", text);
    }

    @Test
    void a_truncated_model() throws IOException {
        byte[] whole = Files.readAllBytes(STEPS.resolve("model.h5"));
        for (int part = 1; part < 8; part++) {
            Path cut = Files.write(folder.resolve("cut.h5"), Arrays.copyOf(whole, whole.length * part / 8));
            predictFails(3, "cut.h5", cut);
        }
    }

    @Test
    void weights_without_their_architecture() throws IOException {
        predictFails(3, "--config FILE.json", WINDOW.resolve("model.h5"));
    }

    @Test
    void a_model_with_a_lambda() throws IOException {
        Path lambda = Cli.FIXTURES.resolve("layers/keras-1.2.2/reject-lambda");
        predictFails(3, "Lambda", lambda);
    }

    @Test
    void a_missing_fixture_and_a_folder_without_one() {
        fails(3, "No fixture found", "verify", folder);
        fails(3, "none (missing)", "verify", folder.resolve("none"));
    }

    @Test
    void a_misspelt_recipe_key() throws IOException {
        Path recipe = Files.writeString(folder.resolve("recipe.json"), "{\"vocabulary\": \"AB\", \"step\": 3}");
        fails(
                3,
                "has an unknown key. Received: 'step'; allowed are vocabulary, steps",
                "predict",
                STEPS,
                "--recipe",
                recipe,
                "-i",
                input("\"ABC\""),
                "-o",
                output);
    }

    @Test
    void an_unknown_option_gets_a_suggestion() {
        fails(2, "Unknown option: '--engin=dl4j'; did you mean: --engine", "predict", STEPS, "--engin=dl4j");
        fails(2, "'--fail-fats'; did you mean: --fail-fast", "verify", folder, "--fail-fats");
        fails(2, "did you mean: verify", "verfy");
    }

    @Test
    void wrong_usage() throws IOException {
        fails(2, "A command is missing");
        fails(2, "Missing required parameter: 'PATH", "verify");
        fails(2, "A tolerance is a number of at least 0", "verify", folder, "--rtol", "much");
        fails(2, "--batch-size must be at least 1. Received: 0", "predict", STEPS, "--batch-size", "0");
        fails(2, "--threads must be at least 1. Received: 0", "predict", STEPS, "--threads", "0");
        fails(2, "--threads is for purejava", "predict", STEPS, "--threads", "2", "--engine", "dl4j");
        fails(
                2,
                "--threads must be at least 1. Received: -1",
                "validate",
                STEPS,
                "--x",
                "x",
                "--y",
                "y",
                "--threads",
                "-1");
        fails(
                2,
                "--threads is for purejava",
                "validate",
                STEPS,
                "--x",
                "x",
                "--y",
                "y",
                "--threads",
                "2",
                "--engine",
                "dl4j");
        fails(2, "The input file is missing", "predict", STEPS, "-i", folder.resolve("none.json"));
        fails(2, "'torch'", "predict", STEPS, "--engine", "torch");
    }

    @Test
    void an_output_that_exists_stays() throws IOException {
        Path existing = Files.writeString(folder.resolve("existing.json"), "mine");
        fails(3, "--overwrite replaces it", "predict", STEPS, "-i", input("[[0],[0],[0]]"), "-o", existing);
        fails(3, "--overwrite replaces it", "convert", STEPS, "-o", existing);
        assertThat(existing).hasContent("mine");
    }

    @Test
    void a_bad_line_is_answered_in_its_place() throws IOException {
        Path lines = input("[[0.1], [0.2], [0.3]]\n[[0.1], [0.2]]\n\"ABCD\"\n\"AbC\"\nnonsense\n\"XYZ\"\n");
        Cli result = Cli.run("predict", STEPS, "-i", lines, "-o", output, "--errors", folder.resolve("errors.jsonl"));
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err())
                .startsWith("keras4j: 4 of 6 inputs were bad; the first: ")
                .hasLineCount(1);
        var answers = Files.readAllLines(output);
        assertThat(answers).hasSize(6);
        assertThat(answers.get(0)).startsWith("[").endsWith("]");
        assertThat(answers.get(1))
                .startsWith("{\"line\": 2, \"error\": \"input 'lstm_")
                .endsWith("has the shape (3, 1) per sample. Received: (2, 1)\"}");
        assertThat(answers.get(2)).contains("{\"line\": 3, ", "the text has 4 letters where the recipe takes 3");
        assertThat(answers.get(3))
                .contains(
                        "{\"line\": 4, ",
                        "the letter 'b' at position 2 is not in the vocabulary 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'");
        assertThat(answers.get(4)).startsWith("{\"line\": 5, \"error\": \"not JSON: ");
        assertThat(answers.get(5)).startsWith("{\"text\": ");
        assertThat(Files.readAllLines(folder.resolve("errors.jsonl"))).isEqualTo(answers.subList(1, 5));
    }

    @Test
    void a_document_is_answered_whole_or_not_at_all() throws IOException {
        Path document = input("{\"instances\": [[[0.1],[0.2],[0.3]], [[0.1],[0.2]]]}");
        Cli result = Cli.run("predict", STEPS, "-i", document);
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.out())
                .startsWith("{\"error\": \"instance 1: input 'lstm_")
                .hasLineCount(1);
        assertThat(result.err()).hasLineCount(1);
    }
}
