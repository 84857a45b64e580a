package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.compare.Verification;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.source.ModelSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Models that {@code python-reference/hostile_models.py} and {@code option_models.py} drew, and cases of
 * {@code layer_cases/cells.py}: each was answered with other numbers than Keras's, or was refused needlessly.
 */
class HostileModelsTest {
    private static final Path MODELS = Path.of("src/test/resources/hostile");

    @Test
    void what_is_answered_is_keras_s_answer() {
        Verification found = Keras4j.verify(MODELS.resolve("right"));
        assertThat(found.count(Verification.Passed.class)).isGreaterThanOrEqualTo(21);
        assertThat(found.passes()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "tokens-of-three-axes, Keras 3 joins the tokens along axis 1",
        "number-beyond-the-type, takes a number that a tensor of uint8 does not hold. Received: x_min=-1",
        "samples-for-an-image, takes all samples of a step for one image",
        "fractions-beside-int8, it is given what may be fractions where its input is of an integer type",
        "dot-of-images, sums over other axes than those that it is asked for",
        "inner-layer-in-float16, its inner layer computes in another type",
        "query-mask-of-heads, query_mask",
        "dot-of-booleans, it is called on integers",
        "attention-of-booleans, it is called on integers",
        "masked-query-that-is-cast, tf.keras casts its query",
        "attention-over-the-heads, this Keras attends over the heads",
        "softmax-over-the-batch, a softmax over all samples of a batch at once",
        "normalization-of-two-ranks, it was built for 2 axes",
        "model-on-another-rank, it is called on a tensor of another rank than its input declares",
    })
    void what_keras_computes_otherwise_is_refused_by_name(String name, String reason) {
        var model = ModelSource.of(MODELS.resolve("refused").resolve(name)).read();
        var refusals = EngineChoice.PUREJAVA.engines().get(0).supports(model).refusals();
        assertThat(refusals.toString()).contains(reason);
    }

    /** Only binding knows the shape that a slice of top_k's answer has. */
    @Test
    void tokens_without_an_axis_are_refused_when_the_model_is_loaded() {
        ModelSource source = ModelSource.of(MODELS.resolve("refused").resolve("tokens-without-an-axis"));
        assertThatThrownBy(() -> Keras4j.load(source, LoadOptions.DEFAULT.withEngine(EngineChoice.PUREJAVA)))
                .hasMessageContaining("takes (batch, tokens)");
    }
}
