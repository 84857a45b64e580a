package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(run.err()).startsWith("keras4j: 21 of 2000 inputs were bad; the first: {\"line\": 1, ");
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

    /** The way for plain texts and the way for everything else say the same. */
    @Test
    void a_text_is_answered_as_the_same_text_with_escapes_is() throws IOException {
        List<String> plain = texts(300);
        List<String> escaped = plain.stream()
                .map(text -> " \"\\u00" + hex(text) + text.substring(2))
                .toList();
        Path out = folder.resolve("out.jsonl");
        predict(input(plain), out, "--top-k", 2, "--raw");
        List<String> expected = Files.readAllLines(out);
        predict(input(escaped), out, "--top-k", 2, "--raw", "--overwrite");
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
        int limit = PredictInput.limit();
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

        Files.writeString(in, "{\n\"instances\": [" + "\n[[0],[0],[0]],".repeat(limit / 10));
        Cli run = predict(in, out, "--overwrite");
        assertThat(run.code()).isEqualTo(4);
        assertThat(Files.readString(out)).startsWith("{\"error\": \"the document is larger than " + limit);
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
}
