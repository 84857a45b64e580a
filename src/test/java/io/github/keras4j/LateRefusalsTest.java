package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.compare.Verification;
import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.predict.Rows;
import io.github.keras4j.source.ModelSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of Keras's own unit tests of which an engine said yes, and which it refused when they were loaded or asked. */
class LateRefusalsTest {
    private static final Path MODELS = Path.of("src/test/resources/late");

    @Test
    void the_answers_are_keras_s() {
        Verification found = Keras4j.verify(MODELS);
        assertThat(found.count(Verification.Passed.class)).isEqualTo(6);
        assertThat(found.passes()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"matmul-of-several-batches", "add-of-an-open-axis", "reversible-embedding"})
    void what_an_engine_says_it_runs_it_loads(String name) {
        KerasModel model = ModelSource.of(MODELS.resolve(name)).read();
        for (EngineChoice choice : new EngineChoice[] {EngineChoice.PUREJAVA, EngineChoice.DL4J}) {
            Engine engine = choice.engines().get(0);
            assertThat(engine.supports(model).refusals()).isEmpty();
            try (KerasPort port = Keras4j.open(model, LoadOptions.DEFAULT.withEngine(choice))) {
                assertThat(port.engine()).isEqualTo(engine.name());
            }
        }
    }

    @Test
    void lines_have_no_answers_of_their_own_where_inputs_have_batches_of_their_own() {
        try (KerasPort port = Keras4j.load(MODELS.resolve("matmul-of-several-batches"))) {
            assertThatThrownBy(() -> new Rows(port, 1, false).close())
                    .isInstanceOf(UnsupportedLayerException.class)
                    .hasMessageContaining("have different numbers of samples");
        }
    }
}
