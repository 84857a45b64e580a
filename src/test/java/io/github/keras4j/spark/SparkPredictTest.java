package io.github.keras4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job of {@code spark-submit}, whose options come as system properties: its codes, and what it says. */
class SparkPredictTest {
    private static final String STEPS = "fixtures/alphabet/tf-keras-2.15/three-char-time-steps";
    private static final Map<String, String> SPARK = Map.of(
            "spark.master", "local[2]",
            "spark.ui.enabled", "false",
            "spark.driver.bindAddress", "127.0.0.1",
            "spark.driver.host", "127.0.0.1",
            "spark.sql.warehouse.dir", "target/spark-warehouse");

    @TempDir
    Path folder;

    private record Ended(int code, String err) {}

    @BeforeAll
    static void options() {
        SPARK.forEach(System::setProperty);
    }

    @AfterAll
    static void no_options() {
        SPARK.keySet().forEach(System::clearProperty);
    }

    private static Ended run(Object... arguments) {
        StringWriter err = new StringWriter();
        String[] args = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
        int code = SparkPredict.run(new PrintWriter(err, true), args);
        return new Ended(code, err.toString());
    }

    private static void isOneLine(Ended ended, int code, String... parts) {
        assertThat(ended.code()).as(ended.err()).isEqualTo(code);
        assertThat(ended.err()).startsWith("keras4j: ").hasLineCount(1).contains(parts);
    }

    @Test
    void answers_rows_under_other_names_and_replaces_only_when_told() throws IOException {
        Path in = Files.write(
                folder.resolve("in.json"), List.of("{\"t\": \"ABC\", \"error\": 1}", "{\"t\": \"ab\", \"error\": 2}"));
        Path out = folder.resolve("out");
        Object[] command = {STEPS, in, out, "--column", "lstm_2_input=t", "--to", "json", "--partitions", 1};
        isOneLine(run(command), 3, "A column 'error' is there already; withPrefix, or --prefix, gives");
        assertThat(out).doesNotExist();

        Object[] named =
                Stream.concat(Stream.of(command), Stream.of("--prefix", "k_")).toArray();
        isOneLine(run(named), 4, "2 rows, 1 of them with an error");
        String answers;
        try (Stream<Path> parts = Files.list(out)) {
            answers = Files.readString(
                    parts.filter(part -> part.getFileName().toString().startsWith("part-"))
                            .findFirst()
                            .orElseThrow());
        }
        assertThat(answers)
                .contains("{\"error\":1,\"t\":\"ABC\",\"k_answer\":\"D\",\"k_score\":0.")
                .contains("{\"error\":2,\"t\":\"ab\",\"k_error\":\"the text has 2 letters");

        isOneLine(run(named), 3, "ALREADY_EXISTS", out.toString(), "--overwrite replaces it");
        isOneLine(run(Stream.concat(Stream.of(named), Stream.of("--overwrite")).toArray()), 4, "2 rows");
    }

    @Test
    void should_say_in_one_line_what_is_missing_or_wrong() throws IOException {
        Path none = folder.resolve("none");
        Path out = folder.resolve("out");
        isOneLine(run(none, none, out), 3, none.toString());
        isOneLine(run(STEPS, none, out), 3, "PATH_NOT_FOUND", none.toString());
        isOneLine(run(STEPS, none, out, "--from", "morse"), 3, "morse");
        Path damaged = Files.writeString(folder.resolve("damaged.parquet"), "PAR1 and no more");
        isOneLine(run(STEPS, damaged, out, "--from", "parquet"), 3, "damaged.parquet");
        isOneLine(run(STEPS, none, out, "--partitions", 0), 2, "--partitions must be at least 1. Received: 0");
        assertThat(run(STEPS, none).code()).isEqualTo(2);
        assertThat(out).doesNotExist();
    }
}
