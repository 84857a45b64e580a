package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial's six scripts as {@code docs/training.md} has them: a fit, an evaluate, and what it prints. */
class TutorialFitTest {
    /** Of 23 to 25 letters: an order of sums of another CPU may cost some. */
    private static final double ALLOWED = 0.13;

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> should_answer_as_the_tutorial() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs/training.md"));
        int start = lines.indexOf("### The tutorial's six scripts");
        int[] fits = IntStream.range(start, lines.size())
                .filter(i -> lines.get(i).startsWith("$ keras4j fit fixtures"))
                .toArray();
        assertThat(fits).hasSize(6);
        return Arrays.stream(fits)
                .mapToObj(i -> DynamicTest.dynamicTest(lines.get(i), () -> {
                    run(lines.get(i));
                    String printed = run(lines.get(i + 1));
                    double wanted = accuracy(lines.get(i + 2));
                    assertThat(accuracy(printed)).isCloseTo(wanted, within(ALLOWED));
                }));
    }

    private static double accuracy(String text) {
        return text.lines()
                .filter(line -> line.startsWith("acc: "))
                .mapToDouble(line -> Double.parseDouble(line.substring(5)))
                .findFirst()
                .orElseThrow();
    }

    /** The command with its file of ours in the test's folder. */
    private String run(String line) {
        String[] args = Arrays.stream(line.substring("$ keras4j ".length()).split(" "))
                .map(arg -> arg.matches("[a-z-]+\\.h5") ? folder.resolve(arg).toString() : arg)
                .toArray(String[]::new);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
        assertThat(code).as(err.toString()).isZero();
        return out.toString();
    }
}
