package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.keras4j.PredictProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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

    /** The JVM opened its own module file as number 0, and predict answered its lines. */
    @Test
    void a_closed_stdin_is_empty_and_what_a_closed_stdout_should_get_is_an_error() throws Exception {
        String home = "JAVA_HOME='" + System.getProperty("java.home") + "' ";
        List<String> predict = List.of("bin/keras4j", "predict", "src/bench/models/lstm-32x3x1");
        Ended ended = PredictProcess.bash(folder, home + "\"$@\" <&-", predict);
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).isEmpty();
        ended = PredictProcess.bash(folder, "echo '[[0.1],[0.2],[0.3]]' | " + home + "\"$@\" >&-", predict);
        assertThat(ended.code()).as(ended.err()).isEqualTo(3);
        assertThat(ended.err()).contains("stdout can't be written");
    }

    /** The archive of classes is of the JDK that built it; others go on without it, and nothing but answers is on stdout. */
    @Test
    void other_jdks_answer_without_a_word_on_stdout() throws Exception {
        Path all = Path.of("/usr/lib/jvm");
        List<Path> jdks;
        try (Stream<Path> folders = Files.isDirectory(all) ? Files.list(all) : Stream.empty()) {
            Path own = Path.of(System.getProperty("java.home")).toRealPath();
            jdks = folders.filter(jdk -> Files.isExecutable(jdk.resolve("bin/java")) && !Files.isSymbolicLink(jdk))
                    .filter(jdk -> !own.startsWith(jdk))
                    .toList();
        }
        assumeTrue(!jdks.isEmpty(), "no other JDK in " + all);
        for (Path jdk : jdks) {
            Ended ended = PredictProcess.bash(
                    folder,
                    "echo '[[0.1],[0.2],[0.3]]' | JAVA_HOME='" + jdk + "' \"$@\"",
                    List.of("bin/keras4j", "predict", "src/bench/models/lstm-32x3x1"));
            assertThat(ended.code()).as("%s: %s", jdk, ended.err()).isZero();
            assertThat(ended.out().strip().lines()).as("%s", jdk).hasSize(1).allMatch(line -> line.startsWith("[0.04"));
            assertThat(ended.err()).as("%s", jdk).doesNotContain("[error]");
        }
    }
}
