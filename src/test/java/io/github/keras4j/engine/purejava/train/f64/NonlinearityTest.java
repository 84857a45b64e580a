package io.github.keras4j.engine.purejava.train.f64;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.Provenance;
import io.github.keras4j.model.training.TrainingRules;
import org.junit.jupiter.api.Test;

/** Slopes at the ends of a hard_sigmoid, as {@code tf.GradientTape} gave them in tf.keras 2.15 and Keras 3.15. */
class NonlinearityTest {
    private static final TrainingRules RULES =
            TrainingRules.of(new Provenance(Generation.TF_KERAS, "2.15.0", "tensorflow", "HDF5"));

    @Test
    void hard_sigmoid_should_pass_the_gradient_at_both_ends_before_keras_3() {
        assertThat(slopes(
                        Activation.Kind.HARD_SIGMOID, (double) -2.501, (double) -2.5, 0, (double) 2.5, (double) 2.501))
                .containsExactly(0, (double) 0.2, (double) 0.2, (double) 0.2, 0);
    }

    @Test
    void hard_sigmoid_of_keras_3_should_not_pass_the_gradient_at_its_ends() {
        assertThat(slopes(Activation.Kind.HARD_SIGMOID_V3, (double) -3.001, -3, 0, 3, (double) 3.001))
                .containsExactly(0, 0, (double) (1.0 / 6), 0, 0);
    }

    private static double[] slopes(Activation.Kind kind, double... x) {
        Nonlinearity function = Nonlinearity.of(Activation.of(kind), RULES);
        double[] y = new double[x.length];
        function.apply(x.length, x, y, 0);
        double[] slopes = {1, 1, 1, 1, 1};
        function.chain(x.length, x, y, slopes, 0);
        return slopes;
    }
}
