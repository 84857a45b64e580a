package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs what lies in {@code examples/}. */
class ExamplesTest {
    @TempDir
    Path classes;

    @Test
    void many_threads_ask_one_model() throws Exception {
        String said = run("PredictFromManyThreads", "fixtures/alphabet/tf-keras-2.15/three-char-time-steps");
        assertThat(said)
                .isEqualToIgnoringNewLines("DEFGHIJKLMNOPQRSTUVWXYZ\nABC -> D\n".replace("\n", System.lineSeparator()));
    }

    private String run(String name, String... args) throws Exception {
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-Werror",
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        "examples/" + name + ".java");
        assertThat(code).as("javac's exit code").isZero();
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) args);
        } finally {
            System.setOut(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
