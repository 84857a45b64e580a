package io.github.keras4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.Keras4jException;
import io.github.keras4j.compare.TrainingDivergence;
import io.github.keras4j.data.FixtureStore;
import io.github.keras4j.engine.Support;
import io.github.keras4j.engine.Trainer;
import io.github.keras4j.engine.TrainingSession;
import io.github.keras4j.engine.purejava.train.PureJavaTrainer;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.DType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RetrainingTest {
    private static final Path TRAINING = Path.of("fixtures/training");
    private static final String REFUSED = "embedding-mask-keras-3";
    private static final Path SIGMOID = TRAINING.resolve("three-char-time-steps-sigmoid-keras-1.2.2-float64");

    @Test
    void should_follow_keras_1_2_2_in_float64_over_all_11500_updates() {
        TrainingComparison comparison = retrain(SIGMOID, new PureJavaTrainer());

        assertThat(comparison.passes()).isTrue();
        TrainingDivergence losses = comparison.losses().orElseThrow();
        assertThat(losses.compared()).isEqualTo(11500);
        assertThat(losses.worst().orElseThrow().difference()).isLessThan(1e-9);
        assertThat(comparison.weights().get(3).update()).isEqualTo(11500);
        assertThat(comparison.weights().get(3).differences().get(0).difference())
                .isLessThan(1e-9);
    }

    /** The tutorial's long runs are asked of the command line; here are all the small models. */
    @TestFactory
    Stream<DynamicTest> should_follow_every_recorded_small_run() {
        List<FixtureStore.Found> found = FixtureStore.find(List.of(TRAINING)).stream()
                .filter(fixture ->
                        !fixture.name().contains("char") && !fixture.name().contains(REFUSED))
                .toList();
        assertThat(found).hasSizeGreaterThan(3);
        return found.stream()
                .map(fixture -> DynamicTest.dynamicTest(fixture.name(), () -> {
                    TrainingComparison comparison = retrain(fixture.folder(), new PureJavaTrainer());
                    assertThat(comparison.passes())
                            .as(TrainingReport.of(comparison))
                            .isTrue();
                }));
    }

    @Test
    void should_refuse_by_name_what_is_not_trained_as_keras_does() {
        assertThatThrownBy(() -> retrain(TRAINING.resolve(REFUSED + "-float64"), new PureJavaTrainer()))
                .isInstanceOf(Keras4jException.class)
                .hasMessageContaining("(Embedding): Keras 3 squares an embedding's gradient slice by slice");
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
