package io.github.keras4j.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.Session;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples that lack the last axis of a model's input, or have one too many, in JSON and as tensors. */
class LastAxisInputsTest {
    private static final Path ALPHABET = Path.of("fixtures/alphabet");

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

    @ParameterizedTest
    @ValueSource(strings = {"tf-keras-2.15", "keras-3"})
    void steps_of_one_number_each_may_be_numbers(String generation) throws IOException {
        Path model = ALPHABET.resolve(generation).resolve("three-char-time-steps");
        String asDeclared = ask(model, "[[0.1], [0.2], [0.3]]\n");
        assertThat(asDeclared).doesNotContain("error");
        assertThat(ask(model, "[0.1, 0.2, 0.3]\n")).isEqualTo(asDeclared);
        assertThat(ask(model, "[[[0.1]], [[0.2]], [[0.3]]]\n")).isEqualTo(asDeclared);
        assertThat(ask(model, "{\"instances\": [[0.1, 0.2, 0.3]]}"))
                .isEqualTo("{\"predictions\": [" + asDeclared.strip() + "]}\n");
        assertThat(ask(model, "[0.1, 0.2]\n")).contains("has the shape (3, 1) per sample. Received: (2, 1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keras-1.2.2", "keras-2.2.4"})
    void keras_1_and_2_take_no_steps_without_their_axis(String generation) throws IOException {
        Path model = ALPHABET.resolve(generation).resolve("three-char-time-steps");
        assertThat(ask(model, "[0.1, 0.2, 0.3]\n")).contains("has the shape (3, 1) per sample. Received: (3,)");
    }

    @ParameterizedTest
    @EnumSource(
            value = EngineChoice.class,
            names = {"PUREJAVA", "DL4J"})
    void a_tensor_is_taken_on_each_engine(EngineChoice engine) {
        ModelSource model = ModelSource.of(ALPHABET.resolve("keras-3/three-char-time-steps"));
        try (KerasPort port = Keras4j.load(model, LoadOptions.DEFAULT.withEngine(engine))) {
            float[] steps = {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f};
            List<Float> declared = floats(port.predict(Tensor.of(Shape.of(2, 3, 1), steps)));
            assertThat(floats(port.predict(Tensor.of(Shape.of(2, 3), steps)))).isEqualTo(declared);
            assertThat(floats(port.predict(Tensor.of(Shape.of(2, 3, 1, 1), steps))))
                    .isEqualTo(declared);
            try (Session session = port.openSession()) {
                assertThat(session.bind(List.of(Shape.of(2, 3))).get(0).size(0)).isEqualTo(2);
            }
            assertThatThrownBy(() -> port.predict(Tensor.of(Shape.of(3, 2), steps)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("(3, 2, 1)");
        }
    }

    private static List<Float> floats(Tensor tensor) {
        List<Float> floats = new java.util.ArrayList<>();
        for (float value : tensor.toFloats()) {
            floats.add(value);
        }
        return floats;
    }
}
