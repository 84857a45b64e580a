package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutated JSON between good lines: no crash, an answer for each, and the good ones as if it were not there. */
class FuzzedJsonTest {
    private static final Path STEPS = Cli.alphabet("tf-keras-2.15", "three-char-time-steps");
    private static final int MUTATIONS = 10_000;
    private static final List<String> SEEDS = List.of(
            "\"ABC\"",
            "[[0.1],[0.2],[0.3]]",
            "[[1e-3],[-2.5E+2],[NaN]]",
            "{\"lstm_input\": [[0.1],[0.2],[0.3]]}",
            "{\"lstm_input\": \"ABC\", \"other\": null, \"deep\": [[[[{}]]]]}",
            "{\"instances\": [[[0.1],[0.2],[0.3]]]}",
            "{\"inputs\": [{\"name\": \"a\", \"shape\": [1, 3, 1], \"datatype\": \"FP32\", \"data\": [1, 2, 3]}]}",
            "{\"reset_states\": true}",
            "\"\\u0041\\u0042\\u0043\"");

    @TempDir
    Path folder;

    @Test
    void ten_thousand_mutations_lose_no_neighbour() throws IOException {
        Random random = new Random(20_261_123);
        ByteArrayOutputStream mixed = new ByteArrayOutputStream();
        ByteArrayOutputStream clean = new ByteArrayOutputStream();
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] good = ("\"" + "ABCDEFGHIJ".substring(i % 8, i % 8 + 3) + "\"\n").getBytes(StandardCharsets.UTF_8);
            clean.writeBytes(good);
            mixed.writeBytes(good);
            mixed.writeBytes(line(random));
            mixed.write('\n');
            clean.writeBytes("\"QRS\"\n".getBytes(StandardCharsets.UTF_8));
        }
        List<String> expected = answers(clean.toByteArray());
        List<String> answers = answers(mixed.toByteArray());
        assertThat(answers(zipped(mixed.toByteArray()))).isEqualTo(answers);
        assertThat(answers).hasSize(2 * MUTATIONS);
        int errors = 0;
        for (int i = 0; i < answers.size(); i += 2) {
            assertThat(answers.get(i)).as("line %d", i + 1).isEqualTo(expected.get(i));
            boolean error = answers.get(i + 1).startsWith("{\"line\": " + (i + 2) + ", \"error\": ");
            assertThat(error
                            || answers.get(i + 1).startsWith("[")
                            || answers.get(i + 1).startsWith("{\"text\": "))
                    .isTrue();
            errors += error ? 1 : 0;
        }
        assertThat(errors).isBetween(MUTATIONS / 2, MUTATIONS - 1);
    }

    private List<String> answers(byte[] input) throws IOException {
        Path in = Files.write(folder.resolve("in.jsonl"), input);
        Path out = folder.resolve("out.jsonl");
        Cli run = Cli.run("predict", STEPS, "-i", in, "-o", out, "--overwrite");
        assertThat(run.code()).as(run.err()).isIn(0, 4);
        return Files.readAllLines(out);
    }

    /** Neither blank nor an order, which get no answer. */
    private static byte[] line(Random random) {
        while (true) {
            byte[] line = Mutations.of(SEEDS.get(random.nextInt(SEEDS.size())), random);
            for (int i = 0; i < line.length; i++) {
                line[i] = line[i] == '\n' ? (byte) ' ' : line[i];
            }
            String text = new String(line, StandardCharsets.UTF_8);
            if (!text.isBlank() && !text.replaceAll("\\s", "").equals("{\"reset_states\":true}")) {
                return line;
            }
        }
    }

    private static byte[] zipped(byte[] plain) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(plain);
        }
        return zipped.toByteArray();
    }

    /** Answered as if nothing had happened, or 3 with a reason: never another answer to a line. */
    @Test
    void damaged_gzip_is_an_error() throws IOException {
        Random random = new Random(20_261_124);
        String lines = "\"ABC\"\n\"KLM\"\n\"QRS\"\n".repeat(300);
        List<String> expected = answers(lines.getBytes(StandardCharsets.UTF_8));
        byte[] whole = zipped(lines.getBytes(StandardCharsets.UTF_8));
        int errors = 0;
        for (int i = 0; i < 100; i++) {
            byte[] damaged = i % 3 == 0
                    ? Arrays.copyOf(whole, 3 + random.nextInt(whole.length - 3))
                    : Mutations.of(whole, random);
            damaged[0] = whole[0];
            damaged[1] = whole[1];
            Path in = Files.write(folder.resolve("in.gz"), damaged);
            Path out = folder.resolve("out.jsonl");
            Cli run = Cli.run("predict", STEPS, "-i", in, "-o", out, "--overwrite");
            if (run.code() == 3) {
                errors++;
                assertThat(run.err()).startsWith("keras4j: ").hasLineCount(1);
            } else {
                assertThat(run.code()).as(run.err()).isZero();
                assertThat(Files.readAllLines(out)).isEqualTo(expected);
            }
        }
        assertThat(errors).isGreaterThan(60);
    }
}
