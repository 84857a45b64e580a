package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
    private static final String PIECES = "[]{}\",:\\0123456789.eE+-truefalsnNaIinity \t\r\u0000\u00e9\ud83d\ude00";

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
            mixed.writeBytes(mutated(random));
            mixed.write('\n');
            clean.writeBytes("\"QRS\"\n".getBytes(StandardCharsets.UTF_8));
        }
        List<String> expected = answers(clean.toByteArray());
        List<String> answers = answers(mixed.toByteArray());
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

    /** A seed with some bytes changed, left out, doubled or put in; neither blank nor an order, which get no answer. */
    private static byte[] mutated(Random random) {
        while (true) {
            List<Byte> bytes = new ArrayList<>();
            for (byte one : SEEDS.get(random.nextInt(SEEDS.size())).getBytes(StandardCharsets.UTF_8)) {
                bytes.add(one);
            }
            byte[] pieces = PIECES.getBytes(StandardCharsets.UTF_8);
            for (int change = random.nextInt(5); change >= 0; change--) {
                int at = random.nextInt(bytes.size());
                byte piece =
                        random.nextInt(8) == 0 ? (byte) random.nextInt(256) : pieces[random.nextInt(pieces.length)];
                switch (random.nextInt(4)) {
                    case 0 -> bytes.set(at, piece);
                    case 1 -> bytes.add(at, piece);
                    case 2 -> bytes.addAll(at, List.copyOf(bytes.subList(at, Math.min(bytes.size(), at + 6))));
                    default -> bytes.remove(bytes.size() > 1 ? at : 0);
                }
                if (bytes.isEmpty()) {
                    bytes.add((byte) '[');
                }
            }
            byte[] line = new byte[bytes.size()];
            for (int i = 0; i < line.length; i++) {
                line[i] = bytes.get(i) == '\n' ? (byte) ' ' : bytes.get(i);
            }
            String text = new String(line, StandardCharsets.UTF_8);
            if (!text.isBlank() && !text.replaceAll("\\s", "").equals("{\"reset_states\":true}")) {
                return line;
            }
        }
    }
}
