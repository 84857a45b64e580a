package io.github.keras4j.spark;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.Recipe;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.source.ModelSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A Keras model that answers the rows of DataFrames. Each executor gets the model's files once, and loads the model
 * once for all its tasks. Partitions are answered in batches, in order, and every column is kept. Immutable.
 *
 * <pre>{@code
 * Dataset<Row> answered = KerasOnSpark.of(ModelSource.of(Path.of("price.h5"))).answer(spark.read().json("houses.json"));
 * }</pre>
 *
 * <p>The new columns have the names of the model's outputs; with a recipe they are {@code answer} and {@code score}. A
 * row that can't be answered has nulls in them, and the reason in the column {@code error}, which is null in all other
 * rows.
 */
public final class KerasOnSpark {
    /** The column that says why a row has no answer. */
    public static final String ERROR = "error";

    private final ModelSource source;
    private final KerasModel model;
    private final LoadOptions load;
    private final Optional<Path> recipe;
    private final Map<String, String> columns;
    private final Optional<Integer> batchSize;
    private final String prefix;

    private KerasOnSpark(
            ModelSource source,
            KerasModel model,
            LoadOptions load,
            Optional<Path> recipe,
            Map<String, String> columns,
            Optional<Integer> batchSize,
            String prefix) {
        this.source = source;
        this.model = model;
        this.load = load;
        this.recipe = recipe;
        this.columns = columns;
        this.batchSize = batchSize;
        this.prefix = prefix;
    }

    /**
     * Reads a model, and the recipe if it is a fixture's.
     *
     * @throws Keras4jException for a file that can't be read
     */
    public static KerasOnSpark of(ModelSource source) {
        return new KerasOnSpark(
                source,
                source.read(),
                LoadOptions.DEFAULT,
                source.fixture().flatMap(Fixture::recipe),
                Map.of(),
                Optional.empty(),
                "");
    }

    /** On a chosen engine. */
    public KerasOnSpark withOptions(LoadOptions options) {
        return new KerasOnSpark(source, model, options, recipe, columns, batchSize, prefix);
    }

    /** With a recipe's file: columns of texts are encoded by it, and their answers are letters with scores. */
    public KerasOnSpark withRecipe(Path file) {
        return new KerasOnSpark(source, model, load, Optional.of(file), columns, batchSize, prefix);
    }

    /** Takes an input from a column of another name than its own. */
    public KerasOnSpark withInput(String input, String column) {
        Map<String, String> more = new LinkedHashMap<>(columns);
        more.put(input, column);
        return new KerasOnSpark(source, model, load, recipe, more, batchSize, prefix);
    }

    /** Samples per batch; by default as the model's sizes suggest. */
    public KerasOnSpark withBatchSize(int size) {
        if (size < 1) {
            throw new Keras4jException("A batch has at least one sample. Received: " + size);
        }
        return new KerasOnSpark(source, model, load, recipe, columns, Optional.of(size), prefix);
    }

    /** Puts this before the names of the new columns. */
    public KerasOnSpark withPrefix(String before) {
        return new KerasOnSpark(source, model, load, recipe, columns, batchSize, before);
    }

    /**
     * The rows with their answers; nothing runs before Spark asks for them.
     *
     * @throws Keras4jException at once, for a model that no chosen engine runs, a column that is missing or is not of
     *     numbers, or a new column whose name exists
     */
    public Dataset<Row> answer(Dataset<Row> frame) {
        try (KerasPort port = Keras4j.open(model, load)) {
            Optional<Recipe> how = recipe.map(Recipe::read);
            FrameColumns its = FrameColumns.of(frame.schema(), port.model(), how, columns, prefix);
            SparkSession session = frame.sparkSession();
            Broadcast<ModelFiles> files = JavaSparkContext.fromSparkContext(session.sparkContext())
                    .broadcast(ModelFiles.of(source, recipe, load));
            return frame.mapPartitions(
                    new PartitionAnswers(files, its, batchSize.orElse(0)), Encoders.row(its.schema()));
        }
    }
}
