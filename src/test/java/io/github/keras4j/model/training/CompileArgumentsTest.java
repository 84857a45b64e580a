package io.github.keras4j.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.source.ModelSource;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompileArgumentsTest {
    private static KerasModel model(String generation) {
        KerasModel stored = ModelSource.of(
                        Path.of("fixtures/training/adam-absolute-lstm-" + generation + "-float64/initial.h5"))
                .read();
        return new KerasModel(stored.provenance(), stored.network(), stored.weights(), Optional.empty());
    }

    private static Compiled compiled(String generation, String optimizer, String loss, String... metrics) {
        return Compiled.of(CompileArguments.NONE
                .withOptimizer(optimizer)
                .withLoss(loss)
                .withMetrics(metrics)
                .compile(model(generation)));
    }

    @Test
    void should_have_the_defaults_of_the_generation() {
        Optimizer old = compiled("keras-1.2.2", "nadam", "mse").optimizer();
        Optimizer newer = compiled("keras-3", "Nadam", "mse").optimizer();
        assertThat(old.learningRate()).isEqualTo(0.002);
        assertThat(old.epsilon()).isEqualTo(1e-8);
        assertThat(old.isModern()).isFalse();
        assertThat(newer.learningRate()).isEqualTo(0.001);
        assertThat(newer.epsilon()).isEqualTo(1e-7);
        assertThat(newer.isModern()).isTrue();
        assertThat(compiled("tf-keras-2.15", "AdamW", "mse")
                        .optimizer()
                        .around()
                        .weightDecay())
                .isEqualTo(0.004);
    }

    @Test
    void should_take_arguments_and_schedules_in_kerass_words() {
        Compiled compiled = compiled(
                "keras-3",
                "sgd(learning_rate=PiecewiseConstantDecay(boundaries=[2, 5], values=[0.1, 0.05, 0.01]), momentum=0.9,"
                        + " nesterov=True)",
                "Huber(delta=0.5, reduction='sum')",
                "mae",
                "BinaryAccuracy(threshold=0.7)",
                "mae");
        Optimizer optimizer = compiled.optimizer();
        assertThat(optimizer.momentum()).isEqualTo(0.9);
        assertThat(optimizer.nesterov()).isTrue();
        assertThat(optimizer.rateAt(2)).isEqualTo(0.1f);
        assertThat(optimizer.rateAt(3)).isEqualTo(0.05f);
        assertThat(optimizer.rateAt(6)).isEqualTo(0.01f);
        assertThat(compiled.losses().get(0).shape().delta()).isEqualTo(0.5);
        assertThat(compiled.losses().get(0).reduction()).isEqualTo(Loss.Reduction.SUM);
        assertThat(compiled.metrics().get(0))
                .extracting(MetricConfig::label)
                .containsExactly("mae", "binary_accuracy", "mae_1");
    }

    @Test
    void should_take_learning_rate_for_what_keras_1_calls_lr() {
        assertThat(compiled("keras-1.2.2", "sgd(learning_rate=0.3)", "mse")
                        .optimizer()
                        .learningRate())
                .isEqualTo(0.3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keras-3 | adam(rho=0.9) | mse | rho",
                "keras-3 | nonsense | mse | nonsense",
                "keras-3 | muon | mse | muon",
                "keras-1.2.2 | adamw | mse | adamw",
                "tf-keras-2.15 | lamb | mse | lamb",
                "keras-3 | adam(learning_rate=Sawtooth(height=1)) | mse | Sawtooth",
                "keras-3 | adam | ctc | ctc",
                "keras-3 | adam | Huber(depth=1) | depth",
                "keras-3 | adam | Huber(delta=1 | character 14",
                "keras-3 | adam | CategoricalCrossentropy(axis=0) | axis",
            })
    void should_refuse_by_name_what_is_not_trained(String generation, String optimizer, String loss, String named) {
        assertThatThrownBy(() -> compiled(generation, optimizer, loss))
                .isInstanceOf(Keras4jException.class)
                .hasMessageContaining(named);
    }
}
