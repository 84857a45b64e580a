package io.github.keras4j.spark;

import io.github.keras4j.EngineChoice;
import io.github.keras4j.Keras4jException;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.ModelSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The job for {@code spark-submit}: answers the rows of a file or folder, and writes them with their answers. */
@Command(
        name = "SparkPredict",
        description = "Answers rows of JSON or Parquet with a Keras model.",
        mixinStandardHelpOptions = true)
public final class SparkPredict implements Callable<Integer> {
    private static final int UNREADABLE = 3;
    private static final int BAD_ROWS = 4;

    @Parameters(index = "0", paramLabel = "MODEL", description = "An .h5, a .keras, a fixture's folder, or weights.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path model;

    @Parameters(
            index = "1",
            paramLabel = "INPUT",
            description = "What Spark reads: a file or folder on its file system.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String input;

    @Parameters(index = "2", paramLabel = "OUTPUT", description = "The folder that Spark writes.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String output;

    @Option(
            names = "--config",
            paramLabel = "FILE.json",
            description = "The architecture, when MODEL has weights only.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--recipe", paramLabel = "FILE.json", description = "How texts become inputs.")
    private Optional<Path> recipe = Optional.empty();

    @Option(
            names = "--column",
            paramLabel = "INPUT=COLUMN",
            description = "Takes an input from a column of another name than its own.")
    private Map<String, String> columns = Map.of();

    @Option(names = "--from", defaultValue = "json", description = "INPUT's format: json, parquet, ...")
    private String from = "";

    @Option(names = "--to", defaultValue = "parquet", description = "OUTPUT's format.")
    private String to = "";

    @Option(names = "--prefix", defaultValue = "", description = "Stands before the names of the new columns.")
    private String prefix = "";

    @Option(names = "--partitions", description = "Spreads the rows over so many partitions first.")
    private Optional<Integer> partitions = Optional.empty();

    @Option(names = "--engine", defaultValue = "auto", description = "${COMPLETION-CANDIDATES}")
    private EngineChoice engine = EngineChoice.AUTO;

    @Option(names = "--overwrite", description = "Replaces OUTPUT where it exists.")
    private boolean overwrite;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Ends the process with 0, or 4 where rows were bad, 3 where nothing could be read, 2 for wrong usage. */
    public static void main(String[] args) {
        int code = new CommandLine(new SparkPredict())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    @Override
    public Integer call() throws IOException {
        try (SparkSession spark =
                SparkSession.builder().appName("keras4j " + model).getOrCreate()) {
            ModelSource source = config.isPresent() ? ModelSource.of(model, config.get()) : ModelSource.of(model);
            KerasOnSpark asked = KerasOnSpark.of(source)
                    .withOptions(LoadOptions.DEFAULT.withEngine(engine))
                    .withPrefix(prefix);
            asked = recipe.isPresent() ? asked.withRecipe(recipe.get()) : asked;
            for (Map.Entry<String, String> column : columns.entrySet()) {
                asked = asked.withInput(column.getKey(), column.getValue());
            }
            Dataset<Row> rows = spark.read().format(from).load(input);
            rows = partitions.isPresent() ? rows.repartition(partitions.get()) : rows;
            asked.answer(rows)
                    .write()
                    .format(to)
                    .mode(overwrite ? SaveMode.Overwrite : SaveMode.ErrorIfExists)
                    .save(output);
            return report(spark.read().format(to).load(output));
        } catch (Keras4jException e) {
            say(String.valueOf(e.getMessage()));
            return UNREADABLE;
        }
    }

    private int report(Dataset<Row> answered) {
        long all = answered.count();
        long bad = answered.filter(answered.col(prefix + KerasOnSpark.ERROR).isNotNull())
                .count();
        say(all + " rows, " + bad + " of them with an error");
        return bad == 0 ? 0 : BAD_ROWS;
    }

    private void say(String message) {
        spec.commandLine().getErr().println("keras4j: " + message);
    }
}
