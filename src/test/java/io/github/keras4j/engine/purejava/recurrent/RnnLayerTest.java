package io.github.keras4j.engine.purejava.recurrent;

import static io.github.keras4j.engine.purejava.Models.chain;
import static io.github.keras4j.engine.purejava.Models.info;
import static io.github.keras4j.engine.purejava.Models.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.engine.purejava.Models;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.engine.purejava.PureJavaSession;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A SimpleRNN with kernel 1 and recurrent kernel 0.5 without activation is easy to follow by hand. */
class RnnLayerTest {
    private static final Weights HALF =
            weights("kernel", Tensor.of(new float[][] {{1}}), "recurrent_kernel", Tensor.of(new float[][] {{0.5f}}));
    private static final Tensor X = Tensor.of(new float[][][] {{{1}, {2}, {4}}});

    private static Recurrent.Rnn simple(Recurrent.Walk walk) {
        return new Recurrent.Rnn(info("rnn", "SimpleRNN"), new Recurrent.SimpleCell(1, Activation.LINEAR, false), walk);
    }

    private static Recurrent.Walk walk(boolean sequences, boolean backwards, boolean stateful) {
        return new Recurrent.Walk(
                sequences,
                false,
                backwards,
                stateful,
                false,
                false,
                Recurrent.MaskedStep.HOLD_OUTPUT,
                Recurrent.GivenStates.TAKEN);
    }

    private static KerasModel model(Generation generation, Shape shape, Layer... layers) {
        return chain(generation, shape, Map.of("rnn", HALF), layers);
    }

    private static float[] run(Layer... layers) {
        return Models.run(model(Generation.KERAS_3, Shape.of(Shape.UNKNOWN, Shape.UNKNOWN, 1), layers), X)
                .toFloats();
    }

    @Test
    void should_walk_forwards_and_backwards() {
        assertThat(run(simple(walk(true, false, false)))).containsExactly(1, 2.5f, 5.25f);
        assertThat(run(simple(walk(false, false, false)))).containsExactly(5.25f);
        assertThat(run(simple(walk(true, true, false)))).containsExactly(4, 4, 3);
    }

    @Test
    void should_repeat_the_output_before_at_a_masked_step() {
        Layer masking = new Core.Masking(info("masking", "Masking"), 2);
        assertThat(run(masking, simple(walk(true, false, false)))).containsExactly(1, 1, 4.5f);
        Layer first = new Core.Masking(info("masking", "Masking"), 1);
        assertThat(run(first, simple(walk(true, false, false)))).containsExactly(0, 2, 5);
    }

    @Test
    void should_give_zeros_at_a_masked_step_where_asked() {
        Layer masking = new Core.Masking(info("masking", "Masking"), 2);
        Recurrent.Walk zero = walk(true, false, false).withMaskedStep(Recurrent.MaskedStep.ZERO);
        assertThat(run(masking, simple(zero))).containsExactly(1, 0, 4.5f);
    }

    @Test
    void should_give_the_first_state_at_a_masked_step_where_asked() {
        Layer masking = new Core.Masking(info("masking", "Masking"), 1);
        Recurrent.Walk held = walk(true, false, true).withMaskedStep(Recurrent.MaskedStep.HOLD_STATE);
        PureJavaSession session = new PureJavaEngine()
                .plan(model(Generation.KERAS_2, Shape.of(1, 3, 1), masking, simple(held)))
                .openSession();
        assertThat(session.predict(List.of(X)).get(0).toFloats()).containsExactly(0, 2, 5);
        assertThat(session.predict(List.of(X)).get(0).toFloats()).containsExactly(5, 4.5f, 6.25f);
    }

    @Test
    void should_keep_states_until_reset() {
        KerasModel model = model(Generation.KERAS_3, Shape.of(1, 3, 1), simple(walk(false, false, true)));
        PureJavaSession session = new PureJavaEngine().plan(model).openSession();
        List<Float> answers = new ArrayList<>();
        for (int call = 0; call < 3; call++) {
            if (call == 2) {
                session.resetStates();
            }
            answers.add(session.predict(List.of(X)).get(0).getFloat(0));
        }
        assertThat(answers).containsExactly(5.25f, 5.25f + 5.25f / 8, 5.25f);
    }

    @Test
    void should_fail_if_a_stateful_layer_gets_another_batch_size() {
        KerasModel model = model(Generation.KERAS_3, Shape.of(Shape.UNKNOWN, 3, 1), simple(walk(false, false, true)));
        PureJavaSession session = new PureJavaEngine().plan(model).openSession();
        session.predict(List.of(X));
        assertThatThrownBy(() -> session.predict(List.of(Tensor.of(new float[2][3][1]))))
                .isInstanceOf(Keras4jException.class)
                .hasMessageContaining("layer 'rnn' is stateful")
                .hasMessageContaining("Received: 2 samples after 1");
    }

    @Test
    void should_join_both_directions() {
        Wrapper.Bidirectional both = new Wrapper.Bidirectional(
                info("both", "Bidirectional"),
                simple(walk(true, false, false)),
                simple(walk(true, true, false)),
                Wrapper.MergeMode.CONCAT);
        Weights weights = Weights.ofChildren(Map.of("forward", HALF, "backward", HALF));
        KerasModel model = chain(Generation.KERAS_3, Shape.of(Shape.UNKNOWN, 3, 1), Map.of("both", weights), both);
        assertThat(Models.run(model, X)).isEqualTo(Tensor.of(new float[][][] {{{1, 3}, {2.5f, 4}, {5.25f, 4}}}));
    }

    @Test
    void should_compute_lstm_gates_in_order_i_f_c_o() {
        // from numpy in float64: x=1,2,4; kernel [.1,.2,.3,.4], recurrent [.5,-.6,.7,.8], bias [.01,1,.03,.04]
        Weights lstm = weights(
                "kernel", Tensor.of(new float[][] {{.1f, .2f, .3f, .4f}}),
                "recurrent_kernel", Tensor.of(new float[][] {{.5f, -.6f, .7f, .8f}}),
                "bias", Tensor.of(new float[] {.01f, 1, .03f, .04f}));
        Recurrent.Rnn layer = new Recurrent.Rnn(
                info("rnn", "LSTM"),
                new Recurrent.LstmCell(1, Activation.TANH, Activation.SIGMOID, true, true),
                walk(true, false, false));
        KerasModel model = chain(Generation.KERAS_3, Shape.of(Shape.UNKNOWN, 3, 1), Map.of("rnn", lstm), layer);
        double h = 0;
        double c = 0;
        double[] expected = new double[3];
        for (int t = 0; t < 3; t++) {
            double x = X.getDouble(t);
            double i = sigmoid(.1 * x + .5 * h + .01);
            double f = sigmoid(.2 * x - .6 * h + 1);
            double g = Math.tanh(.3 * x + .7 * h + .03);
            double o = sigmoid(.4 * x + .8 * h + .04);
            c = f * c + i * g;
            h = o * Math.tanh(c);
            expected[t] = h;
        }
        Tensor y = Models.run(model, X);
        for (int t = 0; t < 3; t++) {
            assertThat(y.getDouble(t)).isCloseTo(expected[t], org.assertj.core.data.Offset.offset(2e-7));
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
