package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build's guard over the two precisions of the training loops: what it must not let through. */
class Float32TwinTest {
    @TempDir
    Path folder;

    @Test
    void a_float_that_becomes_a_double_without_a_cast_stops_the_build() throws Exception {
        Result result = check(
                "float a(float x, float y) { x += 0.5 * y; return x; }",
                "boolean b(float y) { return y < 0.625; }",
                "float c(float y, boolean m) { y *= m ? 2.0 : y; return y; }",
                "Object d(float y) { return java.util.List.of(1.0 * y); }");

        assertThat(result.code).isEqualTo(1);
        assertThat(result.lines)
                .anyMatch(line -> line.contains("Loops.java:3: x += 0.5 * y is computed in double and cut to float"))
                .anyMatch(line -> line.contains("Loops.java:4: y is taken for a double"))
                .anyMatch(line -> line.contains("Loops.java:5: ") && line.contains("cut to float"))
                .anyMatch(line -> line.contains("Loops.java:6: y is taken for a double"));
    }

    @Test
    void a_cast_says_that_it_is_meant() throws Exception {
        assertThat(check(
                                "float a(float x, float y) { x += (float) 0.5 * y; return x; }",
                                "float b(float y) { return (float) (1.0 / (1.0 + Math.exp(-y))); }")
                        .code)
                .isZero();
    }

    @Test
    void a_word_that_has_no_twin_stops_the_build() throws Exception {
        Path from = Files.createDirectories(folder.resolve("f64"));
        Files.writeString(from.resolve("Loops.java"), "class Loops {\n    java.util.stream.DoubleStream s;\n}\n");
        Path none = folder.resolve("none");

        Result result = run(
                "generate",
                from.toString(),
                none.toString(),
                folder.resolve("to").toString());

        assertThat(result.code).isEqualTo(1);
        assertThat(result.lines).anyMatch(line -> line.contains("Loops.java:2: ") && line.contains("DoubleStream"));
    }

    @Test
    void no_source_at_all_stops_the_build() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThat(run("check", ".", empty.toString()).code).isEqualTo(1);
    }

    private Result check(String... methods) throws Exception {
        List<String> lines = new ArrayList<>(List.of("package f32;", "class Loops {"));
        lines.addAll(List.of(methods));
        lines.add("}");
        Path sources = Files.createDirectories(folder.resolve("f32"));
        Files.write(sources.resolve("Loops.java"), lines);
        return run("check", ".", sources.toString());
    }

    private record Result(int code, List<String> lines) {}

    private static Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "src/build/Float32Twin.java"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output.lines().toList());
    }
}
