package io.github.keras4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class RecipeTest {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static Recipe recipe(String more) {
        return Recipe.of(Json.parse("{\"vocabulary\": \"" + LETTERS + "\", " + more + "}"), "The recipe");
    }

    @Test
    void letters_become_divided_places_of_the_shape() {
        Recipe steps = recipe("\"steps\": 3, \"features\": 1, \"divide_by\": 26, \"decode\": \"argmax\"");
        assertThat(steps.encode("ABZ")).isEqualTo(Tensor.of(Shape.of(3, 1), 0f, 1 / 26f, 25 / 26f));
        Recipe window = recipe("\"steps\": 1, \"features\": 3, \"divide_by\": 26");
        assertThat(window.encode("ABZ").shape()).isEqualTo(Shape.of(1, 3));
    }

    @Test
    void a_shorter_text_gets_zeros_on_the_side_of_pad() {
        assertThat(recipe("\"steps\": 4, \"pad\": \"pre\"").encode("BC").toFloats())
                .containsExactly(0, 0, 1, 2);
        assertThat(recipe("\"steps\": 4, \"pad\": \"post\"").encode("BC").toFloats())
                .containsExactly(1, 2, 0, 0);
    }

    @Test
    void the_answer_is_the_letter_of_the_greatest_score() {
        float[] scores = new float[26];
        scores[3] = 0.7f;
        scores[5] = 0.2f;
        scores[9] = 0.7f;
        assertThat(recipe("\"steps\": 1").decode(Tensor.of(scores), 3))
                .containsExactly(
                        new Recipe.Scored("D", 0.7f), new Recipe.Scored("J", 0.7f), new Recipe.Scored("F", 0.2f));
    }

    /** As numpy.argmax of numbers: the first of equals, of which 0.0 and -0.0 are two; NaN after all numbers. */
    @Test
    void the_best_is_the_first_of_the_listed() {
        float nan = Float.NaN;
        float[][] all = {{-0f, 0f, -1}, {nan, -2, -1}, {1, nan, 2}, {nan, nan, nan}, {-1, -1, Float.NEGATIVE_INFINITY}};
        int[] best = {0, 2, 2, 0, 0};
        Recipe abc = Recipe.of(Json.parse("{\"vocabulary\": \"abc\", \"steps\": 1}"), "The recipe");
        for (int i = 0; i < all.length; i++) {
            Scores scores = new Scores(abc, Tensor.of(all[i]), 1);
            assertThat(scores.best(0)).isEqualTo(best[i]).isEqualTo(scores.best(0, 3)[0]);
        }
    }

    @Test
    void should_fail_if_a_letter_is_not_in_the_vocabulary() {
        assertThatThrownBy(() -> recipe("\"steps\": 3").encode("AbC"))
                .isInstanceOf(Keras4jException.class)
                .hasMessage("the letter 'b' at position 2 is not in the vocabulary 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'."
                        + " Received: 'AbC'");
    }

    @Test
    void should_fail_if_the_length_is_wrong() {
        assertThatThrownBy(() -> recipe("\"steps\": 3").encode("AB"))
                .hasMessage("the text has 2 letters where the recipe takes 3. Received: 'AB'");
        assertThatThrownBy(() -> recipe("\"steps\": 3, \"pad\": \"pre\"").encode("ABCD"))
                .hasMessage("the text has 4 letters where the recipe takes at most 3. Received: 'ABCD'");
    }

    @Test
    void should_fail_if_a_key_is_unknown() {
        assertThatThrownBy(() -> recipe("\"steps\": 3, \"divideBy\": 26"))
                .isInstanceOf(FixtureException.class)
                .hasMessage("The recipe has an unknown key. Received: 'divideBy'; allowed are vocabulary, steps, "
                        + "features, divide_by, pad, decode");
    }

    @Test
    void should_fail_if_a_value_is_of_the_wrong_kind() {
        assertThatThrownBy(() -> recipe("\"steps\": \"3\""))
                .hasMessage("The recipe: 'steps' must be an integer of at least 1. Received: string \"3\"");
        assertThatThrownBy(() -> recipe("\"steps\": 3, \"pad\": \"left\""))
                .hasMessage("The recipe: 'pad' must be 'pre' or 'post'. Received: string \"left\"");
        assertThatThrownBy(() -> recipe("\"features\": 3"))
                .hasMessage("The recipe needs the key 'steps'. Received: vocabulary, features");
    }
}
