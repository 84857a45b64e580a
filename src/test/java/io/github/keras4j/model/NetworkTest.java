package io.github.keras4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.source.ModelSource;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "keras-3/lstm-stateful, true",
        "keras-3/nested-stateful, true",
        "keras-3/bidirectional-stateful, true",
        "keras-3/stacked-cells-stateful, true",
        "keras-3/conv-lstm-2d-stateful, true",
        "keras-1.2.2/stateful-functional, true",
        "keras-3/lstm, false",
        "keras-3/bidirectional-gru-concat, false",
    })
    void is_stateful_where_any_layer_keeps_its_states(String fixture, boolean expected) {
        Network network =
                ModelSource.of(Path.of("fixtures/layers", fixture)).read().network();

        assertThat(network.isStateful()).isEqualTo(expected);
    }
}
