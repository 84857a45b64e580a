package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed ({@code kill -9}) somewhere, each of which then goes on with {@code --resume}. */
class KilledRunIT {
    private static final int LINES = 30_000;
    private static final int KILLS = 20;

    @TempDir
    Path folder;

    @Test
    void twenty_killed_runs_that_are_resumed_end_as_an_undisturbed_one() throws Exception {
        Path plain = PredictProcess.lines(folder.resolve("in.jsonl"), LINES);
        Path zipped = PredictProcess.lines(folder.resolve("in.jsonl.gz"), LINES);
        Path whole = folder.resolve("whole.jsonl");
        assertThat(start(plain, whole).waitFor()).isEqualTo(4);
        Random random = new Random(20_261_124);
        int cutShort = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Path in = kill % 2 == 0 ? plain : zipped;
            Path out = folder.resolve("out" + kill + ".jsonl");
            Process process = start(in, out);
            long until = random.nextLong(Files.size(whole));
            while (process.isAlive() && (!Files.exists(out) || Files.size(out) < until)) {
                process.waitFor(1, TimeUnit.MILLISECONDS);
            }
            process.destroyForcibly().waitFor();
            cutShort += Files.size(out) < Files.size(whole) ? 1 : 0;
            assertThat(start(in, out).waitFor())
                    .as("exit code after kill %d", kill)
                    .isEqualTo(4);
            assertThat(Files.mismatch(out, whole)).as("after kill %d", kill).isEqualTo(-1);
        }
        assertThat(cutShort).as("runs that were killed before their end").isGreaterThan(KILLS / 2);
    }

    private Process start(Path in, Path out) throws IOException {
        return new ProcessBuilder(PredictProcess.command(folder, PredictProcess.MODEL, "-i", in, "-o", out, "--resume"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
