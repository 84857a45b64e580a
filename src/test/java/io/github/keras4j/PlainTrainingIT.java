package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every recorded training on a JVM without the Vector API's module; the other tests have it. */
class PlainTrainingIT {
    @TempDir
    Path folder;

    @Test
    void every_recorded_training_is_the_same_in_plain_java() throws Exception {
        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        "target/keras4j.jar",
                        "train",
                        "fixtures/training")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        int code = process.waitFor();

        List<String> lines = Files.readAllLines(out);
        assertThat(code).as(String.join("\n", lines)).isZero();
        assertThat(lines.get(lines.size() - 1))
                .matches("(\\d+) runs trained by purejava: \\1 the same, 0 differ; 0 skipped, 0 can't be read");
    }
}
