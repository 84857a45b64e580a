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
    void every_recorded_training_but_the_known_one_is_the_same_in_plain_java() throws Exception {
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
        assertThat(code).as(String.join("\n", lines)).isEqualTo(1);
        // docs/training.md, "Where float32 goes further"
        assertThat(lines.stream().filter(line -> line.startsWith("FAILED")).map(line -> line.split(" ")[2]))
                .containsExactly("one-char-one-char-keras-1.2.2-float32");
        assertThat(lines.get(lines.size() - 1))
                .matches("(\\d+) runs trained by purejava: (\\d+) the same, 1 differ; 0 skipped, 0 can't be read");
    }
}
