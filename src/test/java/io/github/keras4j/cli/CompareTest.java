package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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

    @Test
    void the_first_layer_that_parts_is_named_with_both_sides() throws Exception {
        Cli cli = Cli.run("compare", RIGHT, wrong());

        assertThat(cli.out())
                .contains("First divergence: layer 2 of 2 'dense_2' (Dense); its inputs matched")
                .containsPattern("    A  \\S+ \\([0-9a-f]{8}\\)     B  \\S+ \\([0-9a-f]{8}\\)")
                .contains("allowed: |A - B| <=")
                .doesNotContain("python");
    }

    @Test
    void one_model_on_two_engines() {
        Cli cli = Cli.run("compare", RIGHT, "--engine-a", "dl4j", "--engine-b", "purejava");

        assertThat(cli.code()).as(cli.out() + cli.err()).isZero();
        assertThat(cli.out()).contains("outputs: 3 sampled calls, A on dl4j, B on purejava", "no difference");
    }

    @Test
    void one_model_on_one_engine_is_wrong_usage() {
        Cli cli = Cli.run("compare", RIGHT);

        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).contains("One model is compared on two engines. Received: auto for both");
    }

    @Test
    void inputs_are_given() throws Exception {
        Path inputs = Files.writeString(folder.resolve("x.json"), "{\"input_layer_2\": [[[0.0], [0.25], [0.5]]]}");

        Cli same = Cli.run("compare", RIGHT, RIGHT, "--inputs", inputs);
        Cli differs = Cli.run("compare", RIGHT, wrong(), "--inputs", inputs);

        assertThat(same.out()).contains("outputs: 1 given call,");
        assertThat(same.code()).isZero();
        assertThat(differs.out()).contains("call 0, output 'dense_2' (1, 26) float32");
        assertThat(differs.code()).isEqualTo(1);
    }

    private Path answers(Path model, String name, String input, String... more) throws Exception {
        Path in = Files.writeString(folder.resolve("in.json"), input);
        Path out = folder.resolve(name);
        Object[] command = {"predict", model, "-i", in, "-o", out};
        Cli cli = Cli.run(Stream.concat(Stream.of(command), Stream.of(more)).toArray());
        assertThat(cli.code()).as(cli.err()).isZero();
        return out;
    }

    @Test
    void answers_in_json_lines() throws Exception {
        String lines = "[[0.0], [0.1], [0.2]]\n[[0.2], [0.3], [0.4]]\n";
        Path a = answers(RIGHT, "a.jsonl", lines);
        Path b = answers(wrong(), "b.jsonl", lines);

        Cli same = Cli.run("compare", a, a);
        Cli differs = Cli.run("compare", a, b);

        assertThat(same.code()).isZero();
        assertThat(same.out()).isEqualToNormalizingNewlines("no difference: 2 lines, greatest difference 0.0e+00\n");
        assertThat(differs.code()).isEqualTo(1);
        assertThat(differs.out())
                .contains("line 1 (26,) float32\n  Mismatched elements: ", "allowed: |A - B|")
                .containsPattern("[12] differences: 2 lines, greatest difference \\d\\.\\de-\\d\\d");
    }

    @Test
    void answers_to_texts() throws Exception {
        Path a = answers(RIGHT, "a.jsonl", "\"ABC\"\n\"BCD\"\n");
        Path b =
                Files.writeString(folder.resolve("b.jsonl"), Files.readString(a).replace("\"D\"", "\"X\""));

        Cli cli = Cli.run("compare", a, b);

        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.outLines())
                .contains(
                        "line 1, 'text' is \"D\" in A and \"X\" in B",
                        "1 differences: 2 lines, greatest difference 0.0e+00");
    }

    @Test
    void answers_in_documents_of_which_one_is_shorter() throws Exception {
        String two = "{\"instances\": [[[0.0], [0.1], [0.2]], [[0.2], [0.3], [0.4]]]}";
        Path a = answers(RIGHT, "a.json", two);
        Path b = answers(RIGHT, "b.json", "{\"instances\": [[[0.0], [0.1], [0.2]]]}");

        assertThat(Cli.run("compare", a, a).out()).contains("no difference: one document");
        Cli cli = Cli.run("compare", a, b);
        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.out()).contains("document, 'predictions' (2, 26) float32", "(1, 26)");
    }

    @Test
    void one_file_ends_before_the_other() throws Exception {
        Path a = Files.writeString(folder.resolve("a.jsonl"), "[1.0]\n[2.0]\n");
        Path b = Files.writeString(folder.resolve("b.jsonl"), "[1.0]\n");

        Cli cli = Cli.run("compare", a, b);

        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.out()).contains("B ends after line 1, the other goes on");
    }

    @Test
    void arrays_by_name() throws Exception {
        Path npz = Cli.FIXTURES.resolve("alphabet/keras-3/three-char-time-steps/arrays.npz");
        Path other = Cli.FIXTURES.resolve("alphabet/tf-keras-2.15/three-char-time-steps/arrays.npz");

        assertThat(Cli.run("compare", npz, npz).code()).isZero();
        Cli cli = Cli.run("compare", npz, other);
        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.out()).contains("array 'call0_output0' (23, 26) float32");
    }

    @Test
    void a_model_is_not_compared_with_answers() {
        Cli cli = Cli.run("compare", RIGHT, folder.resolve("a.jsonl"));

        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).contains("two models or two files of answers");
    }
}
