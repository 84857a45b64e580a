package io.github.keras4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.data.Json;
import io.github.keras4j.data.Recipe;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.predict.JsonPredictor;
import io.github.keras4j.predict.PredictOptions;
import io.github.keras4j.source.ModelSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** DataFrames on a local Spark, in a JVM of its own, since Spark wants the JDK's packages open. */
class KerasOnSparkTest {
    private static final Path STEPS = Path.of("fixtures/alphabet/tf-keras-2.15/three-char-time-steps");
    private static final Path SENSORS = Path.of("fixtures/serving/sensors");
    private static final Path TOY = Path.of("fixtures/serving/half-plus-three");
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int ROWS = 3_000;

    @TempDir
    static Path folder;

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .master("local[2]")
                .appName("KerasOnSparkTest")
                .config("spark.ui.enabled", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
                .config("spark.local.dir", folder.toString())
                .config("spark.sql.shuffle.partitions", 2)
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static KerasOnSpark model(Path fixture) {
        return KerasOnSpark.of(ModelSource.of(fixture));
    }

    private static List<Row> ordered(Dataset<Row> rows) {
        return rows.collectAsList().stream()
                .sorted(Comparator.comparing((Row row) -> (Long) row.getAs("n")))
                .toList();
    }

    /** What {@code predict} answers to these lines on this machine. */
    private static List<JsonNode> predicted(Path fixture, Optional<Recipe> recipe, List<String> lines)
            throws IOException {
        StringBuilder answers = new StringBuilder();
        byte[] in = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        try (KerasPort port = Keras4j.load(ModelSource.of(fixture), LoadOptions.DEFAULT)) {
            PredictOptions options =
                    recipe.map(PredictOptions.DEFAULT::withRecipe).orElse(PredictOptions.DEFAULT);
            new JsonPredictor(port, options).answer(new ByteArrayInputStream(in), more -> answers.append(more.text()));
        }
        return answers.toString().lines().map(Json::parse).toList();
    }

    private static float number(JsonNode node) {
        return Float.parseFloat(node.toString());
    }

    @Test
    void texts_of_eight_partitions_get_the_answers_of_one_machine() throws IOException {
        Random random = new Random(7);
        List<String> texts = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            int at = random.nextInt(24);
            texts.add("\"" + (i % 100 == 50 ? "ab" : LETTERS.substring(at, at + 3)) + "\"");
            rows.add("{\"n\": " + i + ", \"letters\": " + texts.get(i) + ", \"more\": [[" + i + "], []]}");
        }
        rows.set(100, "{\"n\": 100}");
        Path in = Files.write(folder.resolve("texts.json"), rows);
        int loads = ModelFiles.loads();
        Dataset<Row> frame = spark.read().json(in.toString()).repartition(8);
        assertThat(frame.toJavaRDD().getNumPartitions()).isEqualTo(8);
        KerasOnSpark asked = model(STEPS).withInput("lstm_2_input", "letters");
        List<Row> answered = ordered(asked.answer(frame));
        assertThat(ModelFiles.loads()).as("loads by eight tasks in one JVM").isEqualTo(loads + 1);
        assertThat(asked.answer(frame).count()).isEqualTo(ROWS);
        assertThat(ModelFiles.loads()).as("and by sixteen").isEqualTo(loads + 1);

        List<JsonNode> expected = predicted(STEPS, Optional.of(Recipe.read(STEPS.resolve("recipe.json"))), texts);
        assertThat(answered).hasSize(ROWS);
        assertThat(answered.get(0).schema().fieldNames())
                .containsExactly("letters", "more", "n", "answer", "score", "error");
        for (int i = 0; i < ROWS; i++) {
            Row row = answered.get(i);
            if (i == 100) {
                assertThat(row.<String>getAs("error"))
                        .isEqualTo("input 'lstm_2_input': numbers are wanted, or strings. Received: null");
                assertThat(row.isNullAt(3)).isTrue();
                continue;
            }
            assertThat(row.<String>getAs("letters")).isEqualTo(texts.get(i).replace("\"", ""));
            assertThat(row.getList(1)).hasSize(2);
            JsonNode answer = expected.get(i);
            if (answer.has("error")) {
                assertThat(row.<String>getAs("error"))
                        .isEqualTo(answer.get("error").stringValue());
                assertThat(row.isNullAt(3) && row.isNullAt(4)).isTrue();
            } else {
                assertThat(row.<String>getAs("error")).isNull();
                assertThat(row.<String>getAs("answer"))
                        .isEqualTo(answer.get("text").stringValue());
                assertThat(row.<Float>getAs("score")).isEqualTo(number(answer.get("score")));
            }
        }
    }

    /** Two inputs, one of integers, and two outputs of other ranks, to the last bit; bad rows cost no neighbour. */
    @Test
    void arrays_from_parquet() throws IOException {
        Random random = new Random(7);
        List<String> lines = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            StringBuilder signal = new StringBuilder("[");
            for (int k = 0; k < (i == 7 ? 4 : 5); k++) {
                signal.append(k == 0 ? "" : ", ").append(random.nextGaussian());
            }
            String sensor = "[[" + random.nextInt(10) + ", 1], [2, " + (i == 300 ? 77 : random.nextInt(10)) + "]]";
            String ragged = i == 900 ? "[[1], [2, 3]]" : sensor;
            lines.add("{\"signal\": " + signal + "], \"sensor\": " + ragged + "}");
            rows.add("{\"n\": " + i + ", \"signal\": " + signal + "], \"sensor\": " + ragged + "}");
        }
        Path json = Files.write(folder.resolve("arrays.json"), rows);
        Path parquet = folder.resolve("arrays.parquet");
        spark.read().json(json.toString()).repartition(8).write().parquet(parquet.toString());
        Path out = folder.resolve("answers.parquet");
        model(SENSORS).answer(spark.read().parquet(parquet.toString())).write().parquet(out.toString());
        List<Row> answered = ordered(spark.read().parquet(out.toString()));
        List<JsonNode> expected = predicted(SENSORS, Optional.empty(), lines);
        assertThat(answered.get(0).schema().fieldNames())
                .containsExactly("n", "sensor", "signal", "kind", "level", "error");
        int bad = 0;
        for (int i = 0; i < ROWS; i++) {
            Row row = answered.get(i);
            JsonNode answer = expected.get(i);
            if (answer.has("error")) {
                bad++;
                assertThat(row.<String>getAs("error")).isNotEmpty();
                assertThat(row.isNullAt(3) && row.isNullAt(4)).isTrue();
                continue;
            }
            assertThat(row.<String>getAs("error")).isNull();
            List<Float> kind = row.getList(3);
            for (int k = 0; k < 3; k++) {
                assertThat(kind.get(k)).isEqualTo(number(answer.get("kind").get(k)));
            }
            scala.collection.Seq<Float> level =
                    row.<scala.collection.Seq<Float>>getList(4).get(0);
            assertThat(level.apply(1))
                    .isEqualTo(number(answer.get("level").get(0).get(1)));
        }
        assertThat(bad).isEqualTo(3);
        assertThat(answered.get(7).<String>getAs("error"))
                .isEqualTo("input 'signal' has the shape (5,) per sample. Received: (4,)");
        assertThat(answered.get(300).<String>getAs("error")).contains("77");
        assertThat(answered.get(900).<String>getAs("error"))
                .isEqualTo("input 'sensor': rows differ in length. Received: 2 elements where the first row has 1");
    }

    @Test
    void a_number_for_a_number() {
        Dataset<Row> frame = spark.sql("select 1 as n, cast(1.0 as decimal(9, 2)) as x union all"
                + " select 2, null union all select 3, 1e39 union all select 4, 5");
        List<Row> answered = model(TOY).answer(frame).orderBy("n").collectAsList();
        assertThat(answered.get(0).<Float>getAs("y")).isEqualTo(3.5f);
        assertThat(answered.get(1).<String>getAs("error")).contains("Received: null");
        assertThat(answered.get(2).<String>getAs("error")).contains("a number does not fit float32");
        assertThat(answered.get(3).<Float>getAs("y")).isEqualTo(5.5f);
    }

    @Test
    void weights_with_their_architecture_travel_too() {
        Path window = Path.of("fixtures/alphabet/keras-1.0.6/three-char-feature-window");
        ModelSource source = ModelSource.of(window);
        assertThat(source.config()).isPresent();
        Row row = KerasOnSpark.of(source)
                .withInput("lstm_2_input", "t")
                .withPrefix("keras_")
                .withBatchSize(1)
                .answer(spark.sql("select 'TUV' as t, 'mine' as answer"))
                .first();
        assertThat(row.<String>getAs("keras_answer")).isEqualTo("Y");
        assertThat(row.<String>getAs("answer")).isEqualTo("mine");
    }

    @Test
    void what_can_t_be_answered_is_refused_at_once() {
        Dataset<Row> frame = spark.sql("select array(1.0) as x, 'ABC' as t, map('a', 1) as m, 1 as error");
        assertThatThrownBy(() -> model(TOY).withInput("x", "z").answer(frame))
                .isInstanceOf(Keras4jException.class)
                .hasMessage("The input 'x' has no column 'z'; withInput(input, column), or --column INPUT=COLUMN,"
                        + " names another. Received: the columns [x, t, m, error]");
        assertThatThrownBy(() -> model(TOY).withInput("y", "x").answer(frame))
                .hasMessage("The model takes the inputs [x]. Received: [y]");
        assertThatThrownBy(() -> model(TOY).withInput("x", "t").answer(frame))
                .hasMessage("Column 't' for the input 'x' holds numbers or arrays of them; texts need a recipe."
                        + " Received: string");
        assertThatThrownBy(() -> model(TOY).withInput("x", "m").answer(frame))
                .hasMessageEndingWith("Received: map<string,int>");
        assertThatThrownBy(() -> model(TOY).answer(frame))
                .hasMessageStartingWith(
                        "A column 'error' is there already; withPrefix, or --prefix, gives the new ones other names.");
    }
}
