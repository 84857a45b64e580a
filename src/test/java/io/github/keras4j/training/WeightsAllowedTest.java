package io.github.keras4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.TrainingRun;
import io.github.keras4j.data.TrainingRun.Allowed;
import io.github.keras4j.model.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class WeightsAllowedTest {
    @Test
    void float32_should_be_held_to_ten_times_keras_own_distance_array_by_array() {
        TrainingRun run = read("one-char-state-within-batch-keras-1.2.2-float32");
        TrainingRun other = read("one-char-state-within-batch-keras-1.2.2-float64");

        Function<String, Allowed> allowed = atTheEnd(run, List.of(other));

        // Keras's two runs end 3.54e-3 apart in the one; the other is never moved, and 1.5e-8 is float32's rounding
        assertThat(allowed.apply("dense_1/kernel").atol()).isCloseTo(3.54e-2, within(1e-4));
        assertThat(allowed.apply("lstm_1/recurrent_kernel")).isEqualTo(new Allowed(0, 1e-6));
    }

    @Test
    void float32_without_a_horizon_should_be_held_to_the_default() {
        TrainingRun run = read("three-char-time-steps-keras-2.2.4-float32");

        assertThat(atTheEnd(run, List.of()).apply("dense_1/kernel")).isEqualTo(new Allowed(1e-3, 1e-3));
    }

    @Test
    void float64_should_be_held_to_what_the_fixture_says() {
        TrainingRun run = read("three-char-time-steps-sigmoid-keras-1.2.2-float64");
        TrainingRun other = read("three-char-time-steps-sigmoid-keras-1.2.2-float32");

        assertThat(atTheEnd(run, List.of(other)).apply("dense_1/kernel")).isEqualTo(new Allowed(0, 3e-5));
    }

    private static TrainingRun read(String name) {
        Path folder = Path.of("fixtures/training", name);
        return TrainingRun.read(
                folder.resolve("training.json"), FixtureReader.read(folder).config());
    }

    private static Function<String, Allowed> atTheEnd(TrainingRun run, List<TrainingRun> others) {
        Weights python = new Models(run).weights(run.finalWeights().orElseThrow());
        return new WeightsAllowed(run, others).after(run.updates(), python);
    }
}
