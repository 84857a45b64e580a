package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.Session;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.ModelException;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Java program calls, in the types that it has. */
class FrontTest {
    private static final Path MODEL = Path.of("fixtures/alphabet/keras-3/three-char-time-steps");
    private static final float[] ABC = {0, 1 / 26f, 2 / 26f};
    /** DL4J answers one sample and a batch by other sums. */
    private static final Offset<Float> NEAR = Offset.offset(1e-6f);

    private static final float[] XYZ = {23 / 26f, 24 / 26f, 25 / 26f};

    @ParameterizedTest
    @EnumSource(
            value = EngineChoice.class,
            names = {"PUREJAVA", "DL4J"})
    void all_forms_of_a_sample_have_one_answer(EngineChoice engine) {
        try (KerasPort model = Keras4j.load(
                        io.github.keras4j.source.ModelSource.of(MODEL), LoadOptions.DEFAULT.withEngine(engine));
                Session session = model.openSession()) {
            float[] expected = model.predict(Tensor.of(Shape.of(1, 3, 1), ABC)).toFloats();
            String input = model.model().network().inputNames().get(0);
            String output = model.model().network().outputKeys().get(0);

            assertThat(model.predict(ABC)).containsExactly(expected, NEAR);
            assertThat(model.predict(new float[][] {ABC, XYZ})[0]).containsExactly(expected, NEAR);
            assertThat(model.predictSample(Map.of(input, List.of(0, 1 / 26f, 2 / 26f)))
                            .get(output))
                    .containsExactly(expected, NEAR);
            assertThat(model.predictSample(Map.of(input, ABC)).get(output)).containsExactly(expected, NEAR);

            FloatBuffer answers = FloatBuffer.allocate(60);
            FloatBuffer samples = FloatBuffer.wrap(new float[] {0, 1 / 26f, 2 / 26f, 0, 1 / 26f, 2 / 26f});
            model.predict(samples, answers);
            assertThat(samples.remaining()).isZero();
            assertThat(answers.position()).isEqualTo(52);
            assertThat(Arrays.copyOfRange(answers.array(), 26, 52)).containsExactly(expected, NEAR);

            ByteBuffer bytes = ByteBuffer.allocateDirect(12).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(ABC);
            ByteBuffer got = ByteBuffer.allocate(26 * 4).order(ByteOrder.LITTLE_ENDIAN);
            model.predict(bytes, got);
            float[] read = new float[26];
            got.flip().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(read);
            assertThat(read).containsExactly(expected, NEAR);

            float[] fast = new float[26];
            session.predict(ABC, fast);
            assertThat(fast).containsExactly(expected, NEAR);
            float[][] batch = new float[1][52];
            session.predict(new float[][] {{0, 1 / 26f, 2 / 26f, 23 / 26f, 24 / 26f, 25 / 26f}}, batch);
            assertThat(Arrays.copyOf(batch[0], 26)).containsExactly(expected, NEAR);
            assertThat(session.bind(List.of(Shape.of(4, 3, 1)))).containsExactly(Shape.of(4, 26));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = EngineChoice.class,
            names = {"PUREJAVA", "DL4J"})
    void what_the_caller_got_wrong_is_an_input_exception(EngineChoice engine) {
        KerasPort model =
                Keras4j.load(io.github.keras4j.source.ModelSource.of(MODEL), LoadOptions.DEFAULT.withEngine(engine));
        Session session = model.openSession();
        List<Runnable> wrong = List.of(
                () -> model.predict(new float[4]),
                () -> model.predict(new float[][] {new float[3], new float[2]}),
                () -> model.predict(new float[][] {new float[4]}),
                () -> model.predict(Tensor.of(new float[1][4][1])),
                () -> model.predict(List.of()),
                () -> model.predict(Map.of("nobody", Tensor.of(new float[1][3][1]))),
                () -> model.predictSample(Map.of("nobody", 1)),
                () -> model.predictSample(
                        Map.of(model.model().network().inputNames().get(0), "text")),
                () -> model.predictSample(
                        Map.of(model.model().network().inputNames().get(0), new Object())),
                () -> model.predictSample(
                        Collections.singletonMap(model.model().network().inputNames().get(0), null)),
                () -> model.predict(FloatBuffer.allocate(4), FloatBuffer.allocate(26)),
                () -> model.predict(FloatBuffer.allocate(3), FloatBuffer.allocate(25)),
                () -> model.predict(ByteBuffer.allocate(13), ByteBuffer.allocate(200)),
                () -> session.predict(new float[4], new float[26]),
                () -> session.predict(new float[3], new float[25]),
                () -> session.predict(new float[2][3], new float[1][26]),
                () -> session.predict(new float[1][3], new float[2][26]));

        for (Runnable call : wrong) {
            assertThatThrownBy(call::run).isInstanceOf(InputException.class).hasMessageContaining("Received: ");
        }
        model.close();
    }

    @Test
    void a_model_that_is_not_run_is_a_model_exception() {
        assertThatThrownBy(() -> Keras4j.load(new byte[] {1, 2, 3})).isInstanceOf(ModelException.class);
        assertThatThrownBy(() -> Keras4j.load(Path.of("pom.xml"))).isInstanceOf(ModelException.class);
        assertThatThrownBy(() -> Keras4j.loadResource(FrontTest.class, "nothing.h5"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("nothing.h5");
    }

    @Test
    void closed_means_closed() {
        KerasPort model = Keras4j.load(MODEL);
        Session session = model.openSession();
        model.predict(ABC);
        model.close();
        model.close();

        List<Runnable> late = List.of(
                () -> model.predict(ABC),
                () -> model.predict(Tensor.of(new float[1][3][1])),
                model::openSession,
                () -> session.predict(ABC, new float[26]),
                () -> model.part("lstm", "dense"));
        for (Runnable call : late) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(Keras4jException.class)
                    .isNotInstanceOf(InputException.class)
                    .hasMessageContaining("closed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fixtures/layers/keras-3/layer-normalization-image-axes/model.keras",
                "fixtures/alphabet/keras-2.2.4/three-char-time-steps/model.h5"
            })
    void a_model_in_memory_is_the_file(String file) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(file));
        float[] sample = new float[file.endsWith(".keras") ? 60 : 3];
        sample[1] = 0.3f;
        List<float[]> answers = new ArrayList<>();
        for (KerasPort model : List.of(
                Keras4j.load(Path.of(file)), Keras4j.load(bytes), Keras4j.load(new ByteArrayInputStream(bytes)))) {
            answers.add(model.predict(sample));
            model.close();
        }
        assertThat(answers.get(1)).containsExactly(answers.get(0));
        assertThat(answers.get(2)).containsExactly(answers.get(0));
    }

    @Test
    void a_resource_is_loaded() {
        try (KerasPort model =
                Keras4j.loadResource(FrontTest.class, "/planted/tf-keras-2.15/weight-of-dense/model.h5")) {
            assertThat(model.engine()).isEqualTo("purejava");
        }
    }
}
