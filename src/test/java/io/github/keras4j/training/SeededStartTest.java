package io.github.keras4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.TrainingRun;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seed 7 against the initial weights and the order that Keras 1 drew after {@code numpy.random.seed(7)}. */
class SeededStartTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "one-char-one-char-keras-1.0.6",
                "three-char-feature-window-keras-1.0.6",
                "three-char-time-steps-keras-1.0.6",
                "one-char-state-within-batch-keras-1.0.6",
                "stateful-one-char-keras-1.0.6",
                "one-char-one-char-keras-1.2.2",
                "three-char-feature-window-keras-1.2.2",
                "three-char-time-steps-keras-1.2.2",
                "one-char-state-within-batch-keras-1.2.2",
                "stateful-one-char-keras-1.2.2"
            })
    void should_be_the_recorded_start_bit_for_bit(String name) {
        Path folder = Path.of("fixtures/training", name + "-float32");
        RecordedRun opened = RecordedRun.of(FixtureReader.read(folder));
        TrainingRun run = opened.run;
        KerasModel recorded = opened.initial();

        SeededStart seeded = SeededStart.of(recorded, 7, run);

        Map<String, Tensor> drawn = seeded.model().weights().flatten();
        recorded.weights()
                .flatten()
                .forEach((path, tensor) ->
                        assertThat(drawn.get(path).toFloats()).as(path).containsExactly(tensor.toFloats()));
        assertThat(Arrays.stream(seeded.order()).flatMapToLong(Arrays::stream).toArray())
                .containsExactly(run.order().toLongs());
    }
}
