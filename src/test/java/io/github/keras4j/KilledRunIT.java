package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is killed ({@code kill -9}) again and again, and goes on with {@code --resume}. */
class KilledRunIT {
    private static final int LINES = 300_000;
    private static final int KILLS = 3;

    @TempDir
    Path folder;

    @Test
    void a_killed_run_that_is_resumed_ends_as_an_undisturbed_one() throws Exception {
        Path in = folder.resolve("in.jsonl");
        List<String> lines = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < LINES; i++) {
            int letter = random.nextInt(24);
            lines.add(
                    i % 1000 == 999
                            ? "\"ab\""
                            : "\"" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ".substring(letter, letter + 3) + "\"");
        }
        Files.write(in, lines);
        Path whole = folder.resolve("whole.jsonl");
        assertThat(start(in, whole).waitFor()).isEqualTo(4);
        Path out = folder.resolve("out.jsonl");
        int killed = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            Process process = start(in, out);
            long until = Files.size(whole) * kill / (KILLS + 1);
            while (process.isAlive() && (!Files.exists(out) || Files.size(out) < until)) {
                process.waitFor(1, TimeUnit.MILLISECONDS);
            }
            killed += process.isAlive() ? 1 : 0;
            process.destroyForcibly().waitFor();
        }
        assertThat(killed).as("runs that were killed before their end").isPositive();
        assertThat(start(in, out).waitFor()).isEqualTo(4);
        assertThat(Files.mismatch(out, whole)).isEqualTo(-1);
    }

    private static Process start(Path in, Path out) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-jar",
                        "target/keras4j.jar",
                        "predict",
                        "fixtures/alphabet/tf-keras-2.15/three-char-time-steps",
                        "-i",
                        in.toString(),
                        "-o",
                        out.toString(),
                        "--resume")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
