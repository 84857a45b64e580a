package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.predict.JsonInput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON Lines as a stream: order, neighbours, resuming, limits. */
class StreamingTest {
    private static final Path STEPS = Cli.alphabet("tf-keras-2.15", "three-char-time-steps");

    @TempDir
    Path folder;

    private Path input(List<String> lines) throws IOException {
        return Files.write(folder.resolve("in.jsonl"), lines);
    }

    private Cli predict(Path in, Path out, Object... more) {
        List<Object> args = new ArrayList<>(List.of("predict", STEPS, "-i", in, "-o", out));
        args.addAll(List.of(more));
        return Cli.run(args.toArray());
    }

    static List<String> texts(int count) {
        Random random = new Random(7);
        return random.ints(count, 0, 24)
                .mapToObj(i -> "\"" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ".substring(i, i + 3) + "\"")
                .toList();
    }

    /** To the last bit. The kernels' last rows of a batch round otherwise than the first: a line keeps its place. */
    @Test
    void an_answer_does_not_depend_on_its_neighbours() throws IOException {
        List<String> same = java.util.Collections.nCopies(600, "\"KLM\"");
        Path out = folder.resolve("out.jsonl");
        assertThat(predict(input(same), out, "--raw").code()).isZero();
        List<String> answers = Files.readAllLines(out);
        List<String> mixed = new ArrayList<>(texts(600));
        for (int i : new int[] {0, 5, 250, 255, 300, 511, 512, 599}) {
            mixed.set(i, "\"KLM\"");
        }
        assertThat(predict(input(mixed), out, "--raw", "--overwrite").code()).isZero();
        List<String> among = Files.readAllLines(out);
        for (int i : new int[] {0, 5, 250, 255, 300, 511, 512, 599}) {
            assertThat(among.get(i)).isEqualTo(answers.get(i));
        }
    }

    @Test
    void bad_lines_leave_all_others_as_they_were() throws IOException {
        List<String> clean = texts(2_000);
        List<String> dirty = new ArrayList<>(clean);
        List<String> bad = List.of("\"AB1\"", "nonsense", "[[1e39],[0],[0]]", "[1]", "{}", "\"AB", "{\"x\": 1}");
        for (int i = 0; i < dirty.size(); i += 97) {
            dirty.set(i, bad.get(i % bad.size()));
        }
        Path out = folder.resolve("out.jsonl");
        assertThat(predict(input(clean), out, "--raw").code()).isZero();
        List<String> expected = Files.readAllLines(out);
        Path errors = folder.resolve("errors.jsonl");
        Cli run = predict(input(dirty), out, "--raw", "--overwrite", "--errors", errors);
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).startsWith("keras4j: 21 of 2,000 inputs were bad; the first: {\"line\": 1, ");
        List<String> answers = Files.readAllLines(out);
        assertThat(answers).hasSize(2_000);
        for (int i = 0; i < answers.size(); i++) {
            if (i % 97 == 0) {
                assertThat(answers.get(i)).startsWith("{\"line\": " + (i + 1) + ", \"error\": ");
            } else {
                assertThat(answers.get(i)).isEqualTo(expected.get(i));
            }
        }
        assertThat(Files.readAllLines(errors))
                .hasSize(21)
                .isEqualTo(
                        answers.stream().filter(a -> a.startsWith("{\"line\"")).toList());
    }

    /** {@code --raw} takes the long way: in blocks of nothing but plain texts, with bad lines, with other lines. */
    @Test
    void the_short_way_of_plain_texts_says_what_the_long_way_says() throws IOException {
        List<String> lines = new ArrayList<>(texts(256 * 6 + 17));
        List<String> odd = List.of("\"AB1\"", "", "nonsense", "\"ab\"", " ", "\"ABCD\"", "\"");
        for (int i = 256; i < 768; i += 13) {
            lines.set(i, odd.get(i % odd.size()));
        }
        for (int i = 768; i < 1024; i++) {
            lines.set(i, odd.get(i % odd.size())); // a block without one good line
        }
        lines.set(1100, " \"\\u0041BC\"");
        lines.set(1300, "[[0.0], [0.5], [0.25]]");
        lines.set(1400, "{\"reset_states\": true}");
        Path in = input(lines);
        Path out = folder.resolve("out.jsonl");
        for (List<Object> more : List.<List<Object>>of(List.of(), List.of("--top-k", 3))) {
            List<Object> options = new ArrayList<>(more);
            options.add("--overwrite");
            assertThat(predict(in, out, options.toArray()).code()).isEqualTo(4);
            List<String> shortWay = Files.readAllLines(out);
            options.add("--raw");
            assertThat(predict(in, out, options.toArray()).code()).isEqualTo(4);
            List<String> longWay = Files.readAllLines(out).stream()
                    .map(answer -> answer.replaceFirst(", \"raw\": .*", "}"))
                    .toList();
            assertThat(shortWay).isEqualTo(longWay).hasSizeGreaterThan(1_300);
        }
    }

    @Test
    void a_text_is_answered_as_the_same_text_with_escapes_is() throws IOException {
        List<String> plain = texts(300);
        List<String> escaped = plain.stream()
                .map(text -> " \"\\u00" + hex(text) + text.substring(2))
                .toList();
        Path out = folder.resolve("out.jsonl");
        predict(input(plain), out, "--top-k", 2);
        List<String> expected = Files.readAllLines(out);
        predict(input(escaped), out, "--top-k", 2, "--overwrite");
        assertThat(Files.readAllLines(out)).isEqualTo(expected).hasSize(300);
    }

    private static String hex(String quoted) {
        return Integer.toHexString(quoted.charAt(1));
    }

    @Test
    void gzip_blank_lines_windows_line_ends_and_a_missing_last_one_change_nothing() throws IOException {
        List<String> lines = texts(500);
        Path out = folder.resolve("out.jsonl");
        predict(input(lines), out);
        List<String> expected = Files.readAllLines(out);
        Path zipped = folder.resolve("in.jsonl.gz");
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            gzip.write(("\uFEFF" + String.join("\r\n", lines)).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        Cli run = predict(zipped, out, "--overwrite");
        assertThat(run.code()).isZero();
        assertThat(Files.readAllLines(out)).isEqualTo(expected);
        String apart = lines.stream().collect(Collectors.joining("\n\n  \n"));
        Files.writeString(zipped, apart);
        assertThat(predict(zipped, out, "--overwrite").code()).isZero();
        assertThat(Files.readAllLines(out)).hasSize(500);
    }

    @Test
    void limits_are_errors_in_their_place() throws IOException {
        int limit = JsonInput.mostBytes();
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        Path in = input(List.of("\"ABC\"", "\"" + "A".repeat(limit + 10) + "\"", deep, "\"BCD\""));
        Path out = folder.resolve("out.jsonl");
        assertThat(predict(in, out).code()).isEqualTo(4);
        List<String> answers = Files.readAllLines(out);
        assertThat(answers).hasSize(4);
        assertThat(answers.get(0)).startsWith("{\"text\": \"D\"");
        assertThat(answers.get(1)).contains("\"line\": 2", "the line is longer than " + limit + " bytes");
        assertThat(answers.get(2)).contains("\"line\": 3", "not JSON: ", "nesting depth");
        assertThat(answers.get(3)).startsWith("{\"text\": \"E\"");

        String sample = "[" + "0,".repeat(limit / 2) + "0]";
        Files.writeString(in, "{\"instances\": [[[0],[0],[0]], " + sample + "]}");
        Cli run = predict(in, out, "--overwrite");
        assertThat(run.code()).isEqualTo(4);
        assertThat(Files.readString(out)).startsWith("{\"error\": \"instance 1 is larger than " + limit + " bytes");

        Files.writeString(in, "{\"instances\": [" + deep + "]}");
        assertThat(predict(in, out, "--overwrite").code()).isEqualTo(4);
        assertThat(Files.readString(out)).startsWith("{\"error\": \"not JSON: ").contains("nesting depth");
    }

    @Test
    void ragged_lines_are_run_by_size() throws IOException {
        Path ragged = Cli.alphabet("tf-keras-2.15", "variable-length");
        Path out = folder.resolve("out.jsonl");
        Path in = input(List.of("\"A\"", "\"ABC\"", "\"AB\"", "\"XYZ\""));
        Cli run = Cli.run("predict", ragged, "-i", in, "-o", out);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(Files.readAllLines(out)).hasSize(4);
    }

    /** What a kill leaves is the beginning of the output, cut anywhere; the same command then makes it whole. */
    @Test
    void a_cut_output_is_resumed_byte_for_byte() throws IOException {
        List<String> lines = new ArrayList<>(texts(1_500));
        for (int i = 0; i < lines.size(); i += 50) {
            lines.set(i, "\"ab\"");
        }
        lines.add(700, "");
        Path in = input(lines);
        Path whole = folder.resolve("whole.jsonl");
        Path wholeErrors = folder.resolve("whole-errors.jsonl");
        Cli undisturbed = predict(in, whole, "--errors", wholeErrors);
        assertThat(undisturbed.code()).isEqualTo(4);
        byte[] expected = Files.readAllBytes(whole);
        Random random = new Random(7);
        List<Integer> cuts = new ArrayList<>(List.of(0, 1, expected.length - 1, expected.length));
        for (int i = 0; i < 16; i++) {
            cuts.add(random.nextInt(expected.length));
        }
        Path out = folder.resolve("out.jsonl");
        Path errors = folder.resolve("errors.jsonl");
        for (int cut : cuts) {
            Files.write(out, java.util.Arrays.copyOf(expected, cut));
            Cli resumed = predict(in, out, "--errors", errors, "--resume");
            assertThat(resumed.code()).as(resumed.err()).isEqualTo(4);
            assertThat(Files.readAllBytes(out)).as("cut at byte %d", cut).isEqualTo(expected);
            assertThat(errors).hasSameTextualContentAs(wholeErrors);
            assertThat(resumed.err().replaceFirst("; [0-9.]+ s .*", ""))
                    .isEqualTo(undisturbed.err().replaceFirst("; [0-9.]+ s .*", ""));
        }
    }

    @Test
    void a_stateful_run_is_resumed_with_the_states_it_had() throws IOException {
        Path stateful = Cli.alphabet("tf-keras-2.15", "stateful-one-char");
        Path in = input(
                List.of("\"A\"", "\"B\"", "\"C\"", "\"D\"", "{\"reset_states\": true}", "\"K\"", "\"L\"", "\"M\""));
        Path out = folder.resolve("out.jsonl");
        Object[] command = {"predict", stateful, "-i", in, "-o", out, "--stateful", "--raw", "--resume"};
        assertThat(Cli.run(command).code()).isZero();
        List<String> expected = Files.readAllLines(out);
        assertThat(expected).hasSize(7);
        for (int kept = 0; kept <= 7; kept++) {
            Files.write(out, expected.subList(0, kept));
            assertThat(Cli.run(command).code()).isZero();
            assertThat(Files.readAllLines(out)).isEqualTo(expected);
        }
    }

    @Test
    void an_output_of_something_else_is_left_as_it_is() throws IOException {
        Path in = input(texts(20));
        Path out = Files.writeString(folder.resolve("out.jsonl"), "mine\nand mine\n");
        Cli run = predict(in, out, "--resume");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("--resume goes on with an output of the same command: answer 2 would be ");
        assertThat(out).hasContent("mine\nand mine\n");
        Files.writeString(out, "x\n".repeat(21));
        assertThat(predict(in, out, "--resume").err()).contains("the input has fewer answers than the output");
        assertThat(out).hasContent("x\n".repeat(21));
    }

    @Test
    void a_number_beyond_every_float_is_an_error() throws IOException {
        Path out = folder.resolve("out.jsonl");
        Path in = input(List.of("[[1e999],[0],[0]]", "[[1e39],[0],[0]]", "[[Infinity],[0],[0]]"));
        assertThat(predict(in, out).code()).isEqualTo(4);
        List<String> answers = Files.readAllLines(out);
        assertThat(answers.get(0)).contains("too great for any float");
        assertThat(answers.get(1)).contains("a number does not fit float32");
        assertThat(answers.get(2)).startsWith("[");
    }
}
