package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PredictTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Path STEPS = Cli.alphabet("tf-keras-2.15", "three-char-time-steps");
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    @TempDir
    Path folder;

    private Cli predict(Path model, String input, Object... more) throws IOException {
        Path file = Files.writeString(folder.resolve("in.json"), input);
        Object[] args = new Object[4 + more.length];
        args[0] = "predict";
        args[1] = model;
        args[2] = "-i";
        args[3] = file;
        System.arraycopy(more, 0, args, 4, more.length);
        Cli result = Cli.run(args);
        assertThat(result.err())
                .startsWith("keras4j: ")
                .containsPattern(" answers?, no errors, ")
                .hasLineCount(1);
        assertThat(result.code()).isZero();
        return result;
    }

    private static String windows() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i + 3 < LETTERS.length(); i++) {
            lines.append('"').append(LETTERS, i, i + 3).append("\"\n");
        }
        return lines.toString();
    }

    /** What the tutorial prints for its feature window, mistakes included: Keras 1.0.6 gives the same three. */
    @Test
    void prints_the_tutorial_s_table_to_the_letter() throws IOException {
        StringBuilder expected = new StringBuilder();
        String answers = "DEFGHIJKLMNOPQRSTUVWXYZZZ".substring(0, 19) + "YZZZ";
        assertThat(answers).startsWith("DEF").endsWith("UVYZZZ").hasSize(23);
        for (int i = 0; i < 23; i++) {
            expected.append(String.format(
                    "['%s', '%s', '%s'] -> %s%n",
                    LETTERS.charAt(i), LETTERS.charAt(i + 1), LETTERS.charAt(i + 2), answers.charAt(i)));
        }
        Path window = Cli.alphabet("keras-1.0.6", "three-char-feature-window");
        for (String engine : new String[] {"purejava", "dl4j"}) {
            Cli result = predict(window, windows(), "--format", "tutorial", "--engine", engine);
            assertThat(result.out()).isEqualTo(expected.toString());
        }
    }

    @Test
    void a_text_gets_its_letter_and_score() throws IOException {
        JsonNode answer = MAPPER.readTree(predict(STEPS, "\"ABC\"").out());
        assertThat(answer.propertyNames()).containsExactly("text", "score");
        assertThat(answer.get("text").stringValue()).isEqualTo("D");
    }

    @Test
    void top_k_and_raw_tell_more() throws IOException {
        JsonNode answer =
                MAPPER.readTree(predict(STEPS, "\"ABC\"", "--top-k", 3, "--raw").out());
        assertThat(answer.get("top").size()).isEqualTo(3);
        assertThat(answer.get("top").get(0).get("text")).isEqualTo(answer.get("text"));
        assertThat(answer.get("top").get(0).get("score")).isEqualTo(answer.get("score"));
        assertThat(answer.get("raw").size()).isEqualTo(26);
        assertThat(answer.get("raw").get(3)).isEqualTo(answer.get("score"));
    }

    @Test
    void a_list_gets_the_scores_that_python_recorded() throws IOException {
        var call = FixtureReader.read(STEPS).calls().get(0);
        Tensor x = call.inputs().get(0).value();
        Tensor y = call.outputs().get(0).value();
        String line = io.github.keras4j.data.JsonText.nested(x.rows(0, 1));
        JsonNode answer = MAPPER.readTree(
                predict(STEPS, line.substring(1, line.length() - 1)).out());
        assertThat(answer.size()).isEqualTo(26);
        for (int i = 0; i < 26; i++) {
            assertThat((float) answer.get(i).doubleValue())
                    .isCloseTo(y.getFloat(i), org.assertj.core.data.Offset.offset(1e-5f));
        }
    }

    @Test
    void documents_are_answered_in_the_shape_of_the_asker() throws IOException {
        String row = "[[0.0],[0.03846154],[0.07692308]]";
        JsonNode line = MAPPER.readTree(predict(STEPS, row).out());

        JsonNode rows = MAPPER.readTree(predict(STEPS, "{\n \"instances\": [\n" + row + ",\n" + row + "]}")
                .out());
        assertClose(rows.get("predictions").get(1), line);
        JsonNode columns =
                MAPPER.readTree(predict(STEPS, "{\"inputs\": [" + row + "]}").out());
        assertClose(columns.get("outputs").get(0), line);
        JsonNode texts = MAPPER.readTree(
                predict(STEPS, "{\"instances\": [\"ABC\", \"BCD\"]}").out());
        assertThat(texts.get("predictions").get(1).get("text").stringValue()).isEqualTo("E");
    }

    /** Another batch size adds up in another order. */
    private static void assertClose(JsonNode answer, JsonNode expected) {
        assertThat(answer.size()).isEqualTo(expected.size()).isPositive();
        for (int i = 0; i < expected.size(); i++) {
            assertThat(answer.get(i).doubleValue())
                    .isCloseTo(expected.get(i).doubleValue(), org.assertj.core.data.Offset.offset(1e-6));
        }
    }

    @Test
    void kserve_gets_names_shapes_and_types() throws IOException {
        String input = Cli.run("inspect", STEPS, "--json").out();
        String name = MAPPER.readTree(input)
                .get("layers")
                .get(0)
                .get("connected_to")
                .get(0)
                .stringValue()
                .replaceFirst("\\[.*", "");
        JsonNode answer = MAPPER.readTree(predict(
                        STEPS,
                        "{\"id\": \"7\", \"inputs\": [{\"name\": \"" + name + "\", \"shape\": [2, 3, 1], \"datatype\": "
                                + "\"FP32\", \"data\": [0, 0.03846154, 0.07692308, 0, 0.03846154, 0.07692308]}]}")
                .out());
        assertThat(answer.get("id").stringValue()).isEqualTo("7");
        JsonNode output = answer.get("outputs").get(0);
        assertThat(output.get("shape").toString()).isEqualTo("[2,26]");
        assertThat(output.get("datatype").stringValue()).isEqualTo("FP32");
        assertThat(output.get("data").size()).isEqualTo(52);
    }

    @Test
    void a_stateful_model_keeps_its_state_from_line_to_line_when_asked() throws IOException {
        Path stateful = Cli.alphabet("tf-keras-2.15", "stateful-one-char");
        String kept = predict(stateful, "\"A\"\n\"B\"\n{\"reset_states\": true}\n\"A\"\n", "--stateful", "--raw")
                .out();
        String fresh = predict(stateful, "\"A\"\n\"B\"\n\"A\"\n", "--raw").out();
        assertThat(kept.lines().toList().get(0))
                .isEqualTo(fresh.lines().toList().get(0));
        assertThat(kept.lines().toList().get(1))
                .isNotEqualTo(fresh.lines().toList().get(1));
        assertThat(kept.lines().toList().get(2))
                .isEqualTo(fresh.lines().toList().get(0));
    }

    @Test
    void a_model_without_states_can_keep_none() throws IOException {
        Path in = Files.writeString(folder.resolve("in.jsonl"), "\"ABC\"\n");

        Cli run = Cli.run("predict", STEPS, "-i", in, "--stateful");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("no layer of model").contains("is stateful");
    }

    @Test
    void nothing_but_true_resets_states() throws IOException {
        Path stateful = Cli.alphabet("tf-keras-2.15", "stateful-one-char");
        for (String value : List.of("1", "\"true\"", "false", "null", "[true]")) {
            Path in = Files.writeString(folder.resolve("in.jsonl"), "\"A\"\n{\"reset_states\": " + value + "}\n");
            Cli run = Cli.run("predict", stateful, "-i", in, "--stateful");
            assertThat(run.code()).isEqualTo(4);
            assertThat(run.out()).contains("{\"line\": 2, \"error\": ").contains("Received: [reset_states]");
        }
    }

    @Test
    void the_batch_size_changes_no_answer() throws IOException {
        String one = predict(STEPS, windows(), "--raw", "--batch-size", 1).out();
        for (int size : new int[] {2, 7, 64}) {
            assertThat(predict(STEPS, windows(), "--batch-size", size)
                            .out()
                            .lines()
                            .map(l -> l.substring(0, 12)))
                    .isEqualTo(one.lines().map(l -> l.substring(0, 12)).toList());
        }
    }

    @Test
    void several_inputs_are_named_and_what_is_wrong_says_which() throws IOException {
        Path sensors = Cli.FIXTURES.resolve("serving/sensors");
        String good = "{\"sensor\": [[1,2],[3,4]], \"signal\": [1,2,3,4,5]}";
        JsonNode answer = MAPPER.readTree(predict(sensors, good).out());
        assertThat(answer.propertyNames()).containsExactly("kind", "level");
        String[] bad = {
            good.replace("4]", "4.5]"),
            good.replace("4]", "40]"),
            good.replace("5]", "null]"),
            "[1]",
            "{\"signal\": [1]}"
        };
        String[] reasons = {
            "input 'sensor': a number does not fit int32. Received: 4.5 at (1, 1)",
            "layer 'lookup' (Embedding) takes indices from 0 to 9. Received: 40.0",
            "input 'signal': an element is not a number. Received: null at [4]",
            "the model takes the inputs [signal, sensor], as an object keyed by these names. Received: array",
            "input 'signal' has the shape (5,) per sample. Received: (1,)"
        };
        Path in = Files.writeString(folder.resolve("in.json"), String.join("\n", bad) + "\n" + good);
        Cli run = Cli.run("predict", sensors, "-i", in);
        assertThat(run.code()).isEqualTo(4);
        for (int line = 0; line < bad.length; line++) {
            assertThat(run.outLines().get(line))
                    .isEqualTo("{\"line\": " + (line + 1) + ", \"error\": \"" + reasons[line] + "\"}");
        }
        assertThat(MAPPER.readTree(run.outLines().get(bad.length))).isEqualTo(answer);
    }

    @Test
    void threads_reach_the_engine_and_change_no_answer() throws IOException {
        assertThat(PredictCommand.options(PredictCommand.line().parseArgs("model.h5", "--threads", "3"))
                        .threads())
                .isEqualTo(3);
        assertThat(PredictCommand.options(PredictCommand.line().parseArgs("model.h5"))
                        .threads())
                .isEqualTo(1);
        assertThat(predict(STEPS, windows(), "--raw", "--threads", 2).out())
                .isEqualTo(predict(STEPS, windows(), "--raw").out());
    }
}
