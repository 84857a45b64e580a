package io.github.keras4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.data.Recipe;
import io.github.keras4j.engine.TrainingSession;
import io.github.keras4j.engine.purejava.train.PureJavaTrainer;
import io.github.keras4j.fit.Rows;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tutorial's trainings from nothing but the seed: weights and order as Keras 1 drew them from numpy. */
class TutorialFromSeedTest {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    @Test
    void should_end_at_the_tutorials_own_table_for_three_letters_as_features_by_keras_1_0_6() {
        assertThat(wrong("keras-1.0.6", "three-char-feature-window", 3, 500, true))
                .containsExactly("TUV->Y", "UVW->Z", "VWX->Z");
    }

    @ParameterizedTest
    @CsvSource({
        "keras-1.0.6, three-char-time-steps, 3, 500, true",
        "keras-1.0.6, stateful-one-char, 1, 300, false",
        "keras-1.2.2, three-char-time-steps, 3, 500, true",
        "keras-1.2.2, stateful-one-char, 1, 300, false"
    })
    void should_learn_the_whole_alphabet(String generation, String system, int length, int epochs, boolean shuffled) {
        assertThat(wrong(generation, system, length, epochs, shuffled)).isEmpty();
    }

    @Test
    void should_miss_what_keras_1_2_2_misses() {
        assertThat(wrong("keras-1.2.2", "three-char-feature-window", 3, 500, true))
                .containsExactly("STU->W", "TUV->X", "UVW->Z", "VWX->Z");
    }

    private static List<String> wrong(String generation, String system, int length, int epochs, boolean shuffled) {
        Path folder = Path.of("fixtures/alphabet", generation, system);
        KerasModel model = ModelSource.of(folder).read();
        Recipe recipe = Recipe.read(folder.resolve("recipe.json"));
        int samples = LETTERS.length() - length;
        SeededStart start = SeededStart.of(model, 7, samples, epochs, shuffled);
        boolean stateful = system.startsWith("stateful");
        List<String> wrong = new ArrayList<>();
        try (TrainingSession session = new PureJavaTrainer().open(start.model(), DType.FLOAT32)) {
            for (long[] epoch : start.order()) {
                for (long i : epoch) {
                    session.update(List.of(x(recipe, (int) i, length)), List.of(y((int) i + length)));
                }
                if (stateful) {
                    session.resetStates();
                }
            }
            for (int i = 0; i < samples; i++) {
                Tensor scores = session.predict(List.of(x(recipe, i, length))).get(0);
                char answer = LETTERS.charAt(Rows.answers(scores)[0]);
                if (answer != LETTERS.charAt(i + length)) {
                    wrong.add(LETTERS.substring(i, i + length) + "->" + answer);
                }
            }
        }
        return wrong;
    }

    private static Tensor x(Recipe recipe, int from, int length) {
        Tensor encoded = recipe.encode(LETTERS.substring(from, from + length));
        return encoded.reshape(encoded.shape().prepend(1));
    }

    private static Tensor y(int letter) {
        float[] row = new float[LETTERS.length()];
        row[letter] = 1;
        return Tensor.wrap(Shape.of(1, row.length), row);
    }
}
