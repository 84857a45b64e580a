package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code predict} on purejava must start at once, so it loads nothing of ND4J's, on which everything waits. */
class NoNativesTest {
    @TempDir
    Path folder;

    @Test
    void predict_on_purejava_loads_no_class_of_nd4j() throws Exception {
        Path input = Files.writeString(folder.resolve("input.jsonl"), "\"ABC\"\n");
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.github.keras4j.cli.Main",
                        "predict",
                        Cli.alphabet("keras-1.0.6", "three-char-feature-window").toString(),
                        "--format",
                        "tutorial",
                        "-i",
                        input.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        List<String> lines = Files.readAllLines(said);
        assertThat(lines).contains("['A', 'B', 'C'] -> D");
        assertThat(lines).anyMatch(line -> line.contains("without the JVM option --add-modules"));
        assertThat(lines).anyMatch(line -> line.contains("io.github.keras4j.engine.purejava.PureJavaEngine"));
        assertThat(lines).noneMatch(line -> line.contains(" org.nd4j.") || line.contains(" org.deeplearning4j."));
    }
}
