package io.github.keras4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.compare.TrainingDivergence;
import io.github.keras4j.engine.Support;
import io.github.keras4j.engine.Trainer;
import io.github.keras4j.engine.TrainingSession;
import io.github.keras4j.engine.purejava.train.PureJavaTrainer;
import io.github.keras4j.fit.EpochLog;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.training.TrainingComparison.WeightsAt;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetrainingTest {
    private static final Path TRAINING = Path.of("fixtures/training");
    private static final Path SIGMOID = TRAINING.resolve("three-char-time-steps-sigmoid-keras-1.2.2-float64");

    @Test
    void should_follow_keras_1_2_2_in_float64_over_all_11500_updates() {
        TrainingComparison comparison = retrain(SIGMOID, new PureJavaTrainer());

        assertThat(comparison.passes()).isTrue();
        TrainingDivergence losses = comparison.losses().orElseThrow();
        assertThat(losses.compared()).isEqualTo(11500);
        assertThat(losses.worst().orElseThrow().difference()).isLessThan(1e-9);
        WeightsAt end = comparison.weights().get(comparison.weights().size() - 1);
        assertThat(end.update()).isEqualTo(11500);
        assertThat(end.differences().get(0).difference()).isLessThan(1e-9);
    }

    @Test
    void should_name_the_second_update_when_epsilon_is_wrong() {
        TrainingComparison comparison = retrain(SIGMOID, new Injected(Faults::wrongEpsilon));

        assertThat(firstDiverging(comparison)).isEqualTo(2);
        assertThat(TrainingReport.of(comparison))
                .contains("First diverging update: 2 ")
                .contains("First weight to move, at the checkpoint after update 1: ");
    }

    @Test
    void should_name_the_second_update_when_the_bias_correction_is_missing() {
        assertThat(firstDiverging(retrain(SIGMOID, new Injected(Faults::noBiasCorrection))))
                .isEqualTo(2);
    }

    @Test
    void should_name_the_first_update_when_gates_are_swapped() {
        assertThat(firstDiverging(retrain(SIGMOID, new Injected(Faults::swappedGates))))
                .isEqualTo(1);
    }

    @Test
    void should_name_the_update_of_the_one_wrong_sample() {
        assertThat(firstDiverging(retrain(
                        SIGMOID,
                        new Injected(
                                (model, dtype) -> Faults.wrongSample(new PureJavaTrainer().open(model, dtype), 57)))))
                .isEqualTo(57);
    }

    private static int firstDiverging(TrainingComparison comparison) {
        assertThat(comparison.passes()).isFalse();
        return comparison.losses().orElseThrow().first().orElseThrow().update();
    }

    private static TrainingComparison retrain(Path folder, Trainer trainer) {
        return Retraining.run(
                folder,
                new TrainingOptions(trainer, Optional.empty(), Optional.empty(), Optional.empty()),
                EpochLog.NONE);
    }

    /** A trainer with a fault in it. */
    private record Injected(Opening opening) implements Trainer {
        interface Opening {
            TrainingSession open(KerasModel model, DType dtype);
        }

        @Override
        public String name() {
            return "injected";
        }

        @Override
        public Support supports(KerasModel model, DType dtype) {
            return Support.YES;
        }

        @Override
        public TrainingSession open(KerasModel model, DType dtype) {
            return opening.open(model, dtype);
        }
    }
}
