package io.github.keras4j.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.model.Generation;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines are what {@code fit(verbose=2)} of each generation printed. */
class KerasLinesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KERAS_1   | 0.9   | 'Epoch 2/2;0s - loss: 3.2484 - acc: 0.0435'",
                "KERAS_2   | 0.6   | 'Epoch 2/2; - 1s - loss: 3.2484 - acc: 0.0435'",
                "KERAS_2_3 | 0.4   | 'Epoch 2/2; - 0s - loss: 3.2484 - acc: 0.0435'",
                "TF_KERAS  | 0.093 | 'Epoch 2/2;23/23 - 0s - loss: 3.2484 - acc: 0.0435 - 93ms/epoch - 4ms/step'",
                "TF_KERAS  | 3.174 | 'Epoch 2/2;23/23 - 3s - loss: 3.2484 - acc: 0.0435 - 3s/epoch - 138ms/step'",
                "KERAS_3   | 0.115 | 'Epoch 2/2;23/23 - 0s - 5ms/step - acc: 0.0435 - loss: 3.2484'",
                "KERAS_3   | 0.001 | 'Epoch 2/2;23/23 - 0s - 43us/step - acc: 0.0435 - loss: 3.2484'"
            })
    void should_print_an_epoch_as_its_generation_does(Generation generation, double seconds, String lines) {
        History.Epoch epoch = new History.Epoch(2, 2, 23, seconds, List.of(3.2484, 0.0435));

        assertThat(new KerasLines(generation).of(List.of("loss", "acc"), epoch)).isEqualTo(lines.replace(";", "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KERAS_1  | 1.3338e-06 | 'Epoch 1/1;0s - loss: 1.3338e-06'",
                "KERAS_2  | NaN        | 'Epoch 1/1; - 0s - loss: nan'",
                "TF_KERAS | NaN        | '2/2 - 0s - loss: nan - 5ms/epoch - 2ms/step'",
                "KERAS_3  | 0          | '2/2 - 0s - 2ms/step - loss: 0.0000e+00'"
            })
    void should_print_a_single_epoch_without_metrics(Generation generation, double loss, String lines) {
        History.Epoch epoch = new History.Epoch(1, 1, 2, 0.0049, List.of(loss));

        assertThat(new KerasLines(generation).of(List.of("loss"), epoch)).isEqualTo(lines.replace(";", "\n"));
    }
}
