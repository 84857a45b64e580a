package io.github.keras4j.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Session;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** LSTM against the formulas of Keras's documentation, written out here once more in double. */
class Dl4jEngineTest {
    private static final int UNITS = 17; // 16 and more hang in a raw import with Keras's default initializer

    @ParameterizedTest
    @EnumSource(
            value = Activation.Kind.class,
            names = {"SIGMOID", "HARD_SIGMOID", "HARD_SIGMOID_V3"})
    void lstm_gives_the_formulas_numbers_whatever_its_gates(Activation.Kind gates) {
        KerasModel model = lstm(gates, false, Shape.of(Shape.UNKNOWN, 4, 2));
        Tensor x = Models.of(7, Shape.of(1)).random(Shape.of(3, 4, 2));
        try (Plan plan = new Dl4jEngine().compile(model).orThrow();
                Session session = plan.openSession()) {
            Tensor y = session.predict(List.of(x)).get(0);
            assertThat(y.shape()).isEqualTo(Shape.of(3, UNITS));
            for (int row = 0; row < 3; row++) {
                double[] expected = new Reference(model.weights().child("lstm_1"), gates).last(x, row);
                for (int unit = 0; unit < UNITS; unit++) {
                    assertThat(y.getDouble(row * UNITS + unit)).isCloseTo(expected[unit], within(1e-6));
                }
            }
        }
    }

    @Test
    void a_stateful_lstm_goes_on_where_it_stopped_until_it_is_reset() {
        KerasModel model = lstm(Activation.Kind.HARD_SIGMOID, true, Shape.of(1, 2, 2));
        Tensor x = Models.of(7, Shape.of(1)).random(Shape.of(1, 4, 2));
        Tensor firstHalf = Tensor.of(Shape.of(1, 2, 2), java.util.Arrays.copyOfRange(x.toFloats(), 0, 4));
        Tensor secondHalf = Tensor.of(Shape.of(1, 2, 2), java.util.Arrays.copyOfRange(x.toFloats(), 4, 8));
        Reference reference = new Reference(model.weights().child("lstm_1"), Activation.Kind.HARD_SIGMOID);
        try (Plan plan = new Dl4jEngine().compile(model).orThrow();
                Session session = plan.openSession()) {
            session.predict(List.of(firstHalf));
            Tensor carried = session.predict(List.of(secondHalf)).get(0);
            assertThat(carried.getDouble(3)).isCloseTo(reference.last(x, 0)[3], within(1e-6));
            session.resetStates();
            Tensor fresh = session.predict(List.of(secondHalf)).get(0);
            assertThat(fresh.getDouble(3)).isCloseTo(reference.last(secondHalf, 0)[3], within(1e-6));
        }
    }

    @Test
    void an_unknown_layer_is_refused_by_name_before_anything_runs() {
        KerasModel model = Models.of(1, Shape.of(Shape.UNKNOWN, 4))
                .add(new Unknown(LayerInfo.of("my_lambda", "Lambda"), "a Lambda holds code"))
                .chain();
        assertThatThrownBy(() -> new Dl4jEngine().compile(model).orThrow())
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageContaining("'my_lambda' (Lambda)")
                .hasMessageContaining("'keras4j inspect' says which engine runs it");
    }

    @Test
    void two_croppings_in_a_row_are_run() {
        List<Shaping.Range> ranges = List.of(new Shaping.Range(1, 0), new Shaping.Range(0, 1));
        KerasModel model = Models.of(1, Shape.of(Shape.UNKNOWN, 4, 4, 1))
                .add(new Shaping.Cropping(LayerInfo.of("crop_1", "Cropping2D"), ranges, false))
                .add(new Shaping.Cropping(LayerInfo.of("crop_2", "Cropping2D"), ranges, false))
                .chain();
        float[] pixels = new float[16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i;
        }
        try (Plan plan = new Dl4jEngine().compile(model).orThrow();
                Session session = plan.openSession()) {
            Tensor y = session.predict(List.of(Tensor.of(Shape.of(1, 4, 4, 1), pixels)))
                    .get(0);
            assertThat(y.toFloats()).containsExactly(8, 9, 12, 13);
        }
    }

    @Test
    void zeros_of_wrong_steps_are_refused_when_the_model_is_opened_and_only_under_a_mask() {
        Recurrent.Walk walk = new Recurrent.Walk(
                true, false, true, false, true, false, Recurrent.MaskedStep.ZERO, Recurrent.GivenStates.TAKEN);
        Shape input = Shape.of(Shape.UNKNOWN, 3, 2);
        Models masked = Models.of(3, input).add(new Core.Masking(LayerInfo.of("masking", "Masking"), 0));
        assertThat(new Dl4jEngine()
                        .supports(lstm(masked, Activation.Kind.SIGMOID, walk))
                        .refusals())
                .singleElement()
                .satisfies(refusal ->
                        assertThat(refusal.toString()).contains("lstm_1", "unrolled backwards under a mask"));
        assertThat(new Dl4jEngine()
                        .supports(lstm(Models.of(3, input), Activation.Kind.SIGMOID, walk))
                        .isYes())
                .isTrue();
    }

    private static KerasModel lstm(Activation.Kind gates, boolean stateful, Shape input) {
        Recurrent.Walk walk = new Recurrent.Walk(
                false,
                false,
                false,
                stateful,
                true,
                false,
                Recurrent.MaskedStep.HOLD_OUTPUT,
                Recurrent.GivenStates.TAKEN);
        return lstm(Models.of(3, input), gates, walk);
    }

    private static KerasModel lstm(Models before, Activation.Kind gates, Recurrent.Walk walk) {
        return before.add(
                        new Recurrent.Rnn(
                                LayerInfo.of("lstm_1", "LSTM"),
                                new Recurrent.LstmCell(UNITS, Activation.TANH, Activation.of(gates), true, true),
                                walk),
                        "kernel",
                        Shape.of(2, 4 * UNITS),
                        "recurrent_kernel",
                        Shape.of(UNITS, 4 * UNITS),
                        "bias",
                        Shape.of(4 * UNITS))
                .chain();
    }

    /** One row of an LSTM, gates i, f, c, o. */
    private record Reference(Weights weights, Activation.Kind gates) {
        double[] last(Tensor x, int row) {
            int steps = x.shape().size(1);
            int features = x.shape().size(2);
            double[] h = new double[UNITS];
            double[] c = new double[UNITS];
            for (int step = 0; step < steps; step++) {
                double[] z = new double[4 * UNITS];
                for (int k = 0; k < z.length; k++) {
                    z[k] = weights.get("bias").getDouble(k);
                    for (int f = 0; f < features; f++) {
                        z[k] += x.getDouble((row * steps + step) * features + f)
                                * weights.get("kernel").getDouble(f * z.length + k);
                    }
                    for (int u = 0; u < UNITS; u++) {
                        z[k] += h[u] * weights.get("recurrent_kernel").getDouble(u * z.length + k);
                    }
                }
                for (int u = 0; u < UNITS; u++) {
                    c[u] = gate(z[UNITS + u]) * c[u] + gate(z[u]) * Math.tanh(z[2 * UNITS + u]);
                    h[u] = gate(z[3 * UNITS + u]) * Math.tanh(c[u]);
                }
            }
            return h;
        }

        private double gate(double x) {
            return switch (gates) {
                case SIGMOID -> 1 / (1 + Math.exp(-x));
                case HARD_SIGMOID -> Math.min(1, Math.max(0, 0.2 * x + 0.5));
                default -> Math.min(1, Math.max(0, x / 6 + 0.5));
            };
        }
    }
}
