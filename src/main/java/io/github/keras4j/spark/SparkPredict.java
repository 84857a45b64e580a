package io.github.keras4j.spark;

import io.github.keras4j.LoadOptions;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.source.ModelSource;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The job for {@code spark-submit}: answers the rows of a file or folder, and writes them with their answers. */
@Command(
        name = "SparkPredict",
        description = "Answers rows of JSON or Parquet with a Keras model.",
        mixinStandardHelpOptions = true)
public final class SparkPredict implements Callable<Integer> {
    private static final int BAD_ROWS = 4;

    @Parameters(index = "0", paramLabel = "MODEL", description = "An .h5, a .keras, a fixture's folder, or weights.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path model;

    @Parameters(index = "1", paramLabel = "INPUT", description = "The file or folder that Spark reads.")
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
            description = "Reads an input from a column of another name.")
    private Map<String, String> columns = Map.of();

    @Option(
            names = "--from",
            paramLabel = "FORMAT",
            defaultValue = "json",
            description = "INPUT's format: json, parquet, ...")
    private String from = "";

    @Option(names = "--to", paramLabel = "FORMAT", defaultValue = "parquet", description = "OUTPUT's format.")
    private String to = "";

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "A prefix for the names of the new columns.")
    private String prefix = "";

    @Option(names = "--partitions", paramLabel = "N", description = "Spreads the rows over N partitions first.")
    private Optional<Integer> partitions = Optional.empty();

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "auto",
            description = "What runs the model: ${COMPLETION-CANDIDATES}.")
    private EngineChoice engine = EngineChoice.AUTO;

    @Option(names = "--overwrite", description = "Replaces OUTPUT if it exists.")
    private boolean overwrite;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Ends the process with 0, or with 4 where rows were bad, else as {@link SparkFailures} says. */
    public static void main(String[] args) {
        int code = run(new PrintWriter(System.err, true, StandardCharsets.UTF_8), args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs the job in this process and returns its code. */
    static int run(PrintWriter err, String... args) {
        return new CommandLine(new SparkPredict())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setErr(err)
                .setParameterExceptionHandler(SparkFailures::usage)
                .setExecutionExceptionHandler(SparkFailures::execution)
                .execute(args);
    }

    @Override
    public Integer call() throws IOException {
        if (partitions.isPresent() && partitions.get() < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--partitions must be at least 1. Received: " + partitions.get());
        }
        KerasOnSpark asked = asked();
        try (SparkSession spark =
                SparkSession.builder().appName("keras4j " + model).getOrCreate()) {
            Dataset<Row> rows = spark.read().format(from).load(input);
            rows = partitions.isPresent() ? rows.repartition(partitions.get()) : rows;
            asked.answer(rows)
                    .write()
                    .format(to)
                    .mode(overwrite ? SaveMode.Overwrite : SaveMode.ErrorIfExists)
                    .save(output);
            return report(spark.read().format(to).load(output));
        }
    }

    private KerasOnSpark asked() {
        ModelSource source = config.isPresent() ? ModelSource.of(model, config.get()) : ModelSource.of(model);
        KerasOnSpark asked = KerasOnSpark.of(source)
                .withOptions(LoadOptions.DEFAULT.withEngine(engine))
                .withPrefix(prefix);
        asked = recipe.isPresent() ? asked.withRecipe(recipe.get()) : asked;
        for (Map.Entry<String, String> column : columns.entrySet()) {
            asked = asked.withInput(column.getKey(), column.getValue());
        }
        return asked;
    }

    private int report(Dataset<Row> answered) {
        long all = answered.count();
        long bad = answered.filter(answered.col(prefix + KerasOnSpark.ERROR).isNotNull())
                .count();
        spec.commandLine().getErr().println("keras4j: " + all + " rows, " + bad + " of them with an error");
        return bad == 0 ? 0 : BAD_ROWS;
    }
}
