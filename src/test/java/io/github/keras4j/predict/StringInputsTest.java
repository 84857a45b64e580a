package io.github.keras4j.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that take strings, asked in JSON and in Java. */
class StringInputsTest {
    private static final Path LAYERS = Path.of("fixtures/layers/keras-3");
    private static final Path TEXTS = LAYERS.resolve("text-classifier");
    private static final Path TABLE = LAYERS.resolve("table-of-strings-and-numbers");
    private static final Path LONGEST = LAYERS.resolve("text-as-long-as-the-longest");

    private static String ask(Path model, String json) throws IOException {
        StringBuilder answers = new StringBuilder();
        try (KerasPort port = Keras4j.load(model)) {
            new JsonPredictor(port, PredictOptions.DEFAULT)
                    .answer(
                            new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
                            some -> answers.append(some.text()));
        }
        return answers.toString();
    }

    @Test
    void a_text_stands_alone_in_a_list_or_under_its_name() throws IOException {
        List<String> lines = ask(TEXTS, "\"the cat\"\n[\"the cat\"]\n").lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).isEqualTo(lines.get(0));
        assertThat(ask(TEXTS, "{\"instances\": [\"the cat\", [\"the cat\"]]}"))
                .isEqualTo("{\"predictions\": [" + lines.get(0) + ", " + lines.get(0) + "]}\n");
        assertThat(ask(TEXTS, "{\"inputs\": [\"the cat\"]}")).isEqualTo("{\"outputs\": [" + lines.get(0) + "]}\n");
    }

    @Test
    void kserve_calls_strings_bytes() throws IOException {
        String row = ask(TABLE, "{\"age\": [0.5], \"city\": \"rome\", \"user\": [60000000001]}\n");
        String tensors = ask(
                TABLE,
                "{\"inputs\": [{\"name\": \"age\", \"shape\": [1, 1], \"datatype\": \"FP32\", \"data\": [0.5]},"
                        + " {\"name\": \"city\", \"data\": [[\"rome\"]], \"shape\": [1, 1], \"datatype\": \"BYTES\"},"
                        + " {\"name\": \"user\", \"shape\": [1, 1], \"datatype\": \"INT64\","
                        + " \"data\": [60000000001]}]}");
        assertThat(tensors).contains("\"data\": " + row.strip());
    }

    @Test
    void a_bad_line_is_named_and_changes_no_other() throws IOException {
        String good = ask(TEXTS, "\"dog\"\n");
        assertThat(ask(TEXTS, "\"dog\"\n[3]\n[\"a\", \"b\"]\n[\"\\ud800\"]\n{\"b64\": \"aGk=\"}\nnull\n\"dog\"\n")
                        .lines())
                .satisfiesExactly(
                        line -> assertThat(line + "\n").isEqualTo(good),
                        line -> assertThat(line).contains("an element is not a string. Received: number 3 at [0]"),
                        line -> assertThat(line).contains("has the shape (1,) per sample. Received: (2,)"),
                        line -> assertThat(line).contains("half of a character's two \\\\u escapes"),
                        line -> assertThat(line).contains("bytes in base64"),
                        line -> assertThat(line).contains("an element is not a string. Received: null"),
                        line -> assertThat(line + "\n").isEqualTo(good));
    }

    /** Keras pads to the longest text of a batch; a line's answer must not depend on its neighbours. */
    @Test
    void a_line_is_answered_as_alone_where_the_longest_text_decides() throws IOException {
        String alone = ask(LONGEST, "\"cat\"\n");
        assertThat(ask(LONGEST, "\"cat\"\n\"the cat sat on the mat\"\n").lines().toList())
                .startsWith(alone.strip());
        assertThat(ask(LONGEST, "{\"instances\": [\"cat\", \"the cat sat on the mat\"]}"))
                .startsWith("{\"predictions\": [" + alone.strip() + ", ");
    }

    @Test
    void strings_and_numbers_are_not_mistaken_for_each_other() {
        try (KerasPort port = Keras4j.load(TEXTS)) {
            assertThat(port.predict(Tensor.of(new String[][] {{"the cat"}, {""}}))
                            .shape())
                    .isEqualTo(Shape.of(2, 3));
            assertThatThrownBy(() -> port.predict(Tensor.of(new float[][] {{1}})))
                    .isInstanceOf(Keras4jException.class)
                    .hasMessageContaining("takes strings. Received: Tensor(1, 1) float32");
        }
        try (KerasPort port = Keras4j.load(LAYERS.resolve("dense"))) {
            assertThatThrownBy(() -> port.predict(Tensor.of(new String[][] {{"1", "2", "3", "4", "5"}})))
                    .isInstanceOf(Keras4jException.class)
                    .hasMessageContaining("takes float32. Received: Tensor(1, 5) string");
        }
    }

    @Test
    void integers_beyond_what_floats_hold_are_hashed_exactly_or_refused() throws IOException {
        assertThat(ask(LAYERS.resolve("hashing-integers"), "[60000000001, 60000000002]\n"))
                .isNotEqualTo(ask(LAYERS.resolve("hashing-integers"), "[60000000001, 60000000001]\n"));
        assertThat(ask(LAYERS.resolve("integers-hashed-and-computed"), "[60000000001, 3]\n"))
                .contains("takes integers up to 2^24, which floats hold. Received: 60000000001");
    }

    @Test
    void an_unknown_word_is_named_where_none_is_allowed() throws IOException {
        assertThat(ask(LAYERS.resolve("string-lookup-one-hot-two"), "[\"rome\", \"paris\"]\n"))
                .contains("takes the words of its vocabulary only, since num_oov_indices=0. Received: 'paris'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"string-lookup", "string-lookup-invert"})
    void a_model_may_give_strings(String model) throws IOException {
        String line = model.equals("string-lookup") ? "[\"rome\", \"paris\"]\n" : "[3, 99, -1]\n";
        assertThat(ask(LAYERS.resolve(model), line))
                .contains(model.equals("string-lookup") ? "[\"rome\", \"[UNK]\"]" : "[\"oslo\", \"[UNK]\", \"[UNK]\"]");
    }

    @Test
    void a_vocabulary_that_is_not_stored_refuses_the_model() {
        assertThatThrownBy(() -> Keras4j.load(LAYERS.resolve("refuse-text-adapted-in-h5/model.h5")))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageContaining("Save the model as .keras");
    }
}
