package io.github.keras4j.predict;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.Row;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FirstAxisTest {
    /** One of its outputs is {@code ops.full((2, 4, 6), ...)}, which knows no batch. */
    private static final Path ELEMENTS = Path.of("fixtures/operations/keras-3/elements");

    @Test
    void an_output_without_the_batch_has_no_answer_of_a_sample() {
        Tensor x = FixtureReader.read(ELEMENTS).calls().get(0).inputs().get(0).value();
        try (KerasPort port = Keras4j.load(ELEMENTS);
                Rows rows = new Rows(port, 3, false)) {
            Row sample = new Row(List.of(x.unstack().get(0)), Optional.empty());
            Rows.Outcome outcome =
                    rows.answer(List.of(new Rows.Placed(0, sample)), 3).get(0);
            assertThatThrownBy(outcome::outputs)
                    .isInstanceOf(UnsupportedLayerException.class)
                    .hasMessageContaining("output 'full' has no answer for each sample")
                    .hasMessageContaining("Received: shape (2, 4, 6)");
        }
    }
}
