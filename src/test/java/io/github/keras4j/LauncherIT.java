package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.keras4j.PredictProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That {@code bin/keras4j} starts from the build's archive of classes. What it gains is measured by {@code bin/cold-start}. */
class LauncherIT {
    @TempDir
    Path folder;

    @Test
    void no_class_is_looked_for_in_a_jar() throws Exception {
        assumeTrue(Files.exists(Path.of("target/keras4j.jsa")), "this JVM made no archive of classes");
        Path log = folder.resolve("classes.log");
        Ended ended = PredictProcess.bash(
                folder,
                "echo '[[0.1],[0.2],[0.3]]' | JAVA_HOME='" + System.getProperty("java.home")
                        + "' JAVA_OPTS=-Xlog:class+load:file=" + log + " \"$@\"",
                List.of("bin/keras4j", "predict", "src/bench/models/lstm-32x3x1"));
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).startsWith("[0.04");
        List<String> loaded = Files.readAllLines(log);
        assertThat(loaded).anyMatch(line -> line.contains("PredictCommand source: shared objects file"));
        assertThat(loaded).noneMatch(line -> line.contains("source: file:"));
    }
}
