package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keras's own {@code model.summary()} lies beside the fixtures as summary.txt. */
class InspectTest {
    private static final Pattern ROW =
            Pattern.compile("[│ ]*(\\S+) \\((\\w+)\\)[│ ]+([(\\[].*?[)\\]])[│ ]+([0-9,]+)(.*)");
    private static final Pattern COUNT =
            Pattern.compile("\\s*((?:Total|Trainable|Non-trainable|Optimizer) params): ([0-9,]+).*");

    @TestFactory
    Stream<DynamicTest> the_table_is_keras_s_own() throws IOException {
        List<Path> summaries;
        try (Stream<Path> files = Files.walk(Cli.FIXTURES)) {
            summaries =
                    files.filter(file -> file.endsWith("summary.txt")).sorted().toList();
        }
        assertThat(summaries).hasSizeGreaterThanOrEqualTo(24);
        return summaries.stream()
                .map(file -> dynamicTest(file.toString(), () -> {
                    Cli result = Cli.run("inspect", file.getParent());
                    assertThat(result.code()).as(result.err()).isZero();
                    List<String> python = Files.readAllLines(file);
                    assertThat(rows(result.outLines())).isNotEmpty().isEqualTo(rows(python));
                    List<String> counts = counts(python);
                    assertThat(counts).isNotEmpty();
                    assertThat(counts(result.outLines())).containsAll(counts);
                }));
    }

    private static List<String> rows(List<String> lines) {
        return lines.stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3) + " "
                        + row.group(4).replace(",", ""))
                .toList();
    }

    private static List<String> counts(List<String> lines) {
        return lines.stream()
                .map(COUNT::matcher)
                .filter(Matcher::matches)
                .map(count -> count.group(1) + " " + count.group(2).replace(",", ""))
                .toList();
    }

    @Test
    void shows_what_it_knows() {
        Cli result = Cli.run("inspect", Cli.alphabet("keras-1.2.2", "three-char-time-steps"));
        assertThat(result.out())
                .startsWith("Model: \"sequential\" (Sequential)\n_____")
                .contains("Layer (type)", "Output Shape", "Param #", "Connected to")
                .contains("Saved by: Keras 1.2.2, read as Keras 1, backend theano, HDF5\n")
                .contains("Training: loss categorical_crossentropy, optimizer Adam(")
                .contains("  dl4j      yes\n  purejava  yes\n");
    }

    @Test
    void names_the_layers_that_an_engine_does_not_run_and_why() {
        Cli result = Cli.run("inspect", Cli.FIXTURES.resolve("layers/keras-1.2.2/reject-lambda"));
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("  dl4j      no\n").containsPattern("layer 'square' \\(Lambda\\): ");
    }

    @Test
    void json_has_the_same() {
        Path path = Cli.alphabet("keras-3", "three-char-time-steps");
        JsonNode root = JsonMapper.builder()
                .build()
                .readTree(Cli.run("inspect", path, "--json").out());
        assertThat(root.get("layers").get(0).get("class_name").stringValue()).isEqualTo("LSTM");
        assertThat(root.get("layers").get(1).get("params").intValue()).isEqualTo(858);
        assertThat(root.get("trainable_params").intValue()).isEqualTo(5210);
        assertThat(root.get("saved_by").get("generation").stringValue()).isEqualTo("KERAS_3");
        assertThat(root.get("engines").get("purejava").get("supported").booleanValue())
                .isTrue();
    }
}
