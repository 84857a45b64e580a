package io.github.keras4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.TrainingRun.Allowed;
import io.github.keras4j.model.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class WeightsAllowedTest {
    @Test
    void float32_should_be_held_to_ten_times_keras_own_distance_array_by_array() {
        RecordedRun run = read("one-char-state-within-batch-keras-1.2.2-float32");
        RecordedRun other = read("one-char-state-within-batch-keras-1.2.2-float64");

        Function<String, Allowed> allowed = atTheEnd(run, List.of(other));

        // Keras's two runs end 3.54e-3 apart in the one; the other is never moved, and 1.5e-8 is float32's rounding
        assertThat(allowed.apply("dense_1/kernel").atol()).isCloseTo(3.54e-2, within(1e-4));
        assertThat(allowed.apply("lstm_1/recurrent_kernel")).isEqualTo(new Allowed(0, 1e-6));
    }

    @Test
    void float32_without_a_horizon_should_be_held_to_the_default() {
        RecordedRun run = read("three-char-time-steps-keras-2.2.4-float32");

        assertThat(atTheEnd(run, List.of()).apply("dense_1/kernel")).isEqualTo(new Allowed(1e-3, 1e-3));
    }

    @Test
    void float64_should_be_held_to_what_the_fixture_says() {
        RecordedRun run = read("three-char-time-steps-sigmoid-keras-1.2.2-float64");
        RecordedRun other = read("three-char-time-steps-sigmoid-keras-1.2.2-float32");

        assertThat(atTheEnd(run, List.of(other)).apply("dense_1/kernel")).isEqualTo(new Allowed(0, 3e-5));
    }

    private static RecordedRun read(String name) {
        return RecordedRun.of(FixtureReader.read(Path.of("fixtures/training", name)));
    }

    private static Function<String, Allowed> atTheEnd(RecordedRun recorded, List<RecordedRun> others) {
        Weights python = recorded.weights(recorded.run.finalWeights().orElseThrow());
        return new WeightsAllowed(recorded.run, others).after(recorded.run.updates(), python);
    }
}
