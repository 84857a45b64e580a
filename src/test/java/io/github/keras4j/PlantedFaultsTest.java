package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.compare.Cause.Kind;
import io.github.keras4j.compare.Explanation;
import io.github.keras4j.compare.Verification.Failed;
import io.github.keras4j.compare.Verification.Outcome;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.Fixture.Named;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Twenty faults, each planted in a model of 3 to 30 layers. The first layer that differs must be named in all; the
 * cause in those where a known one was planted, and none where it was not.
 */
class PlantedFaultsTest {
    private static final Activation HARD = Activation.of(Activation.Kind.HARD_SIGMOID);
    private static final Activation HARD_3 = Activation.of(Activation.Kind.HARD_SIGMOID_V3);

    /** A recording of the right model, and the model as a faulty port has it. */
    record Planted(String what, KerasModel faulty, List<Fixture.Call> calls, String layer, Optional<Kind> cause) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Planted> faults() {
        return Stream.of(
                weightOfDense(),
                weightOfLstm(),
                biasOfTheTwentieth(),
                gatesOfLstm(),
                gatesOfGru(),
                hardSigmoidForSigmoid(),
                hardSigmoidOfKeras3(),
                maskOfEmbedding(),
                maskDropped(),
                transposedKernel(),
                flippedKernel(),
                inputsScaledTwice(),
                dropoutLeftOn(),
                epsilon(),
                goBackwards(),
                stateNotReset(),
                resetAfter(),
                varianceForDeviation(),
                theanoPadding(),
                nothingKnown());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void the_first_layer_is_named_and_never_a_wrong_cause(Planted planted) {
        Explanation explanation = explain(planted);

        assertThat(explanation.first()).as(explanation.message()).isPresent();
        assertThat(explanation.first().get().layer().name())
                .as(explanation.message())
                .isEqualTo(planted.layer());
        assertThat(explanation.first().get().unrecorded()).isEmpty();
        assertThat(explanation.kind()).as(explanation.message()).isEqualTo(planted.cause());
    }

    @Test
    void twenty_faults_and_the_cause_of_at_least_fifteen() {
        List<Planted> all = faults().toList();

        assertThat(all).hasSize(20);
        assertThat(all.stream().filter(planted -> planted.cause().isPresent())).hasSizeGreaterThanOrEqualTo(15);
        assertThat(all.stream()
                        .mapToInt(planted -> planted.faulty().network().layers().size() - 1))
                .contains(3, 30)
                .allMatch(layers -> layers >= 3 && layers <= 30);
    }

    @Test
    void the_message_has_layer_step_unit_values_and_cause() {
        assertThat(explain(weightOfLstm()).message())
                .matches("(?s)  First divergence: layer 3 of 6 'lstm_2' \\(LSTM\\), time step 1; its inputs matched\n"
                        + "    only in unit 2 of 5\n"
                        + "(    java    \\S+ \\(\\p{XDigit}{8}\\)     python  \\S+ \\(\\p{XDigit}{8}\\)   at"
                        + " \\(\\d, \\d, \\d\\), [\\d,]+ ulp\n){3}"
                        + "    Greatest difference by layer: 'lstm_2' \\S+, 'dropout' \\S+, 'lstm_3' \\S+, 'dense' \\S+\n"
                        + "  Cause: layer 'lstm_2': one weight, kernel\\[1, 7\\] \\(gate f, unit 2\\), is \\S+ here and was"
                        + " \\S+ in Python; run again with it, every call matches");
    }

    @Test
    void two_wrong_weights_are_no_known_cause() {
        Planted one = weightOfDense();
        KerasModel two = Chain.with(
                one.faulty(),
                "dense_2",
                "bias",
                changed(one.faulty().weights().child("dense_2").get("bias"), 0, 0.7f));

        Explanation explanation = explain(new Planted("two", two, one.calls(), "dense_2", Optional.empty()));

        assertThat(explanation.first().orElseThrow().layer().name()).isEqualTo("dense_2");
        assertThat(explanation.causes()).isEmpty();
    }

    private static Explanation explain(Planted planted) {
        Fixture fixture = fixture(planted.calls());
        PureJavaEngine engine = new PureJavaEngine();
        Outcome outcome = new CallComparison(planted.faulty(), fixture, VerifyOptions.DEFAULT)
                .run(engine.compile(planted.faulty()));
        assertThat(outcome).as("the fault shows").isInstanceOf(Failed.class);
        return new Explainer(engine, planted.faulty(), fixture, VerifyOptions.DEFAULT, (Failed) outcome).explain();
    }

    private static Fixture fixture(List<Fixture.Call> calls) {
        return new Fixture(
                Path.of("planted"),
                "",
                Path.of("model.h5"),
                Optional.empty(),
                Map.of(),
                Map.of(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                calls,
                Optional.empty());
    }

    /** What the model gives, as Python would have recorded it. */
    private static List<Fixture.Call> record(KerasModel right, boolean reset, Tensor... inputs) {
        List<Fixture.Call> calls = new ArrayList<>();
        try (Session session = new PureJavaEngine().compile(right).openSession()) {
            for (Tensor input : inputs) {
                if (reset) {
                    session.resetStates();
                }
                Trace trace = session.trace(List.of(input));
                List<Named> layers = trace.layers().entrySet().stream()
                        .filter(entry -> !entry.getKey().equals("input"))
                        .map(entry -> new Named(entry.getKey(), entry.getValue().get(0)))
                        .toList();
                String last = right.network().outputNames().get(0);
                calls.add(new Fixture.Call(
                        reset,
                        List.of(new Named("input", input)),
                        List.of(new Named(last, trace.outputs().get(0))),
                        layers));
            }
        }
        return calls;
    }

    private static Tensor inputs(int seed, int... sizes) {
        Random random = new Random(seed);
        float[] values = new float[Shape.of(sizes).elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.wrap(Shape.of(sizes), values);
    }

    private static Tensor changed(Tensor tensor, int index, float by) {
        float[] values = tensor.toFloats();
        values[index] += by;
        return Tensor.wrap(tensor.shape(), values);
    }

    private static Planted planted(
            String what, KerasModel right, KerasModel faulty, String layer, Kind cause, Tensor... inputs) {
        return new Planted(what, faulty, record(right, false, inputs), layer, Optional.of(cause));
    }

    private static Planted weightOfDense() {
        KerasModel right = new Chain(-1, 4)
                .dense("dense_1", 4, 6, Activation.TANH)
                .dense("dense_2", 6, 5, Activation.SIGMOID)
                .dense("dense_3", 5, 3, Activation.of(Activation.Kind.SOFTMAX, -1))
                .model();
        Tensor kernel = changed(right.weights().child("dense_2").get("kernel"), 13, 0.4f);
        return planted(
                "one weight of a Dense",
                right,
                Chain.with(right, "dense_2", "kernel", kernel),
                "dense_2",
                Kind.WEIGHT,
                inputs(1, 8, 4));
    }

    private static Chain threeLstm() {
        return new Chain(-1, 6, 3)
                .lstm("lstm_1", 3, 4, Activation.SIGMOID, true, false)
                .batchNormalization("norm", 4, 1e-3)
                .lstm("lstm_2", 4, 5, Activation.SIGMOID, true, false)
                .dropout("dropout")
                .lstm("lstm_3", 5, 4, Activation.SIGMOID, false, false)
                .dense("dense", 4, 3, Activation.LINEAR);
    }

    private static Planted weightOfLstm() {
        KerasModel right = threeLstm().model();
        // row 1, gate f, unit 2; at the first step there is no state to forget, so gate f shows only from step 1 on
        Tensor kernel = changed(right.weights().child("lstm_2").get("kernel"), 27, 0.8f);
        return planted(
                "one weight of an LSTM",
                right,
                Chain.with(right, "lstm_2", "kernel", kernel),
                "lstm_2",
                Kind.WEIGHT,
                inputs(2, 4, 6, 3));
    }

    private static Planted biasOfTheTwentieth() {
        Chain chain = new Chain(-1, 5);
        for (int i = 1; i <= 30; i++) {
            chain.dense("dense_" + i, 5, 5, Activation.TANH);
        }
        KerasModel right = chain.model();
        Tensor bias = changed(right.weights().child("dense_20").get("bias"), 2, -0.3f);
        return planted(
                "one bias of the twentieth of thirty",
                right,
                Chain.with(right, "dense_20", "bias", bias),
                "dense_20",
                Kind.WEIGHT,
                inputs(3, 6, 5));
    }

    private static KerasModel reordered(KerasModel right, String layer, int... order) {
        UnaryOperator<Tensor> reorder = tensor -> {
            int last = tensor.shape().size(-1);
            int units = last / order.length;
            float[] from = tensor.toFloats();
            float[] to = from.clone();
            for (int i = 0; i < from.length; i++) {
                int column = i % last;
                to[i] = from[i - column + order[column / units] * units + column % units];
            }
            return Tensor.wrap(tensor.shape(), to);
        };
        KerasModel changed = right;
        for (String array : List.of("kernel", "recurrent_kernel", "bias")) {
            changed = Chain.with(
                    changed,
                    layer,
                    array,
                    reorder.apply(right.weights().child(layer).get(array)));
        }
        return changed;
    }

    private static Planted gatesOfLstm() {
        KerasModel right = threeLstm().model();
        return planted(
                "LSTM gates in Keras 1's order",
                right,
                reordered(right, "lstm_3", 0, 2, 1, 3),
                "lstm_3",
                Kind.GATE_ORDER,
                inputs(4, 3, 6, 3));
    }

    private static KerasModel twoGru(boolean resetAfter) {
        return new Chain(-1, 5, 2)
                .gru("gru_1", 2, 4, resetAfter, true)
                .activation("tanh", Activation.TANH)
                .gru("gru_2", 4, 4, resetAfter, false)
                .dense("dense", 4, 2, Activation.LINEAR)
                .model();
    }

    private static Planted gatesOfGru() {
        KerasModel right = twoGru(false);
        return planted(
                "GRU gates r and z swapped",
                right,
                reordered(right, "gru_2", 1, 0, 2),
                "gru_2",
                Kind.GATE_ORDER,
                inputs(5, 4, 5, 2));
    }

    private static KerasModel withGates(KerasModel model, String layer, Activation gates) {
        Recurrent.Rnn rnn = (Recurrent.Rnn) Chain.layer(model, layer);
        Recurrent.LstmCell cell = (Recurrent.LstmCell) rnn.cell();
        return Chain.with(
                model,
                new Recurrent.Rnn(
                        rnn.info(),
                        new Recurrent.LstmCell(cell.units(), cell.activation(), gates, true, true),
                        rnn.walk()));
    }

    private static Planted hardSigmoidForSigmoid() {
        KerasModel right = threeLstm().model();
        return planted(
                "hard_sigmoid for sigmoid",
                right,
                withGates(right, "lstm_1", HARD),
                "lstm_1",
                Kind.ACTIVATION,
                inputs(6, 3, 6, 3));
    }

    private static Planted hardSigmoidOfKeras3() {
        KerasModel right = withGates(threeLstm().model(), "lstm_2", HARD_3);
        return planted(
                "Keras 2's hard_sigmoid for Keras 3's",
                right,
                withGates(right, "lstm_2", HARD),
                "lstm_2",
                Kind.ACTIVATION,
                inputs(7, 3, 6, 3));
    }

    private static Planted maskOfEmbedding() {
        KerasModel right = new Chain(DType.INT32, -1, 6)
                .embedding("embedding", 9, 4, true)
                .dropout("dropout")
                .lstm("lstm", 4, 5, Activation.SIGMOID, false, false)
                .dense("dense", 5, 2, Activation.LINEAR)
                .model();
        Core.Embedding embedding = (Core.Embedding) Chain.layer(right, "embedding");
        return planted(
                "mask_zero of an Embedding not read",
                right,
                Chain.with(right, new Core.Embedding(embedding.info(), 9, 4, false)),
                "lstm",
                Kind.MASK,
                Tensor.of(new int[][] {{1, 2, 3, 0, 0, 0}, {4, 5, 6, 7, 8, 0}, {0, 0, 3, 2, 1, 1}}));
    }

    private static Planted maskDropped() {
        KerasModel right = new Chain(-1, 5, 2)
                .masking("masking", 0)
                .lstm("lstm_1", 2, 4, Activation.SIGMOID, true, false)
                .lstm("lstm_2", 4, 3, Activation.SIGMOID, false, false)
                .dense("dense", 3, 2, Activation.LINEAR)
                .model();
        float[] values = inputs(9, 3, 5, 2).toFloats();
        java.util.Arrays.fill(values, 6, 10, 0);
        java.util.Arrays.fill(values, 10, 14, 0);
        return planted(
                "a mask dropped",
                right,
                Chain.with(
                        right,
                        new Core.Passthrough(Chain.layer(right, "masking").info(), 0)),
                "lstm_1",
                Kind.MASK,
                Tensor.wrap(Shape.of(3, 5, 2), values));
    }

    private static Planted transposedKernel() {
        KerasModel right = new Chain(-1, 4)
                .dense("dense_1", 4, 6, Activation.TANH)
                .dense("dense_2", 6, 6, Activation.TANH)
                .batchNormalization("norm", 6, 1e-3)
                .dense("dense_3", 6, 6, Activation.TANH)
                .dense("dense_4", 6, 2, Activation.LINEAR)
                .model();
        Tensor kernel = right.weights().child("dense_3").get("kernel").transpose(1, 0);
        return planted(
                "a kernel transposed",
                right,
                Chain.with(right, "dense_3", "kernel", kernel),
                "dense_3",
                Kind.KERNEL_LAYOUT,
                inputs(10, 5, 4));
    }

    private static Chain convolutions(int stride, Padding padding) {
        return new Chain(-1, 12, 2)
                .conv1d("conv_1", 2, 3, 1, Padding.SAME)
                .conv1d("conv_2", 3, 4, stride, padding)
                .batchNormalization("norm", 4, 1e-3)
                .conv1d("conv_3", 4, 3, 1, Padding.SAME)
                .lstm("lstm", 3, 4, Activation.SIGMOID, false, false)
                .dense("dense", 4, 2, Activation.LINEAR);
    }

    private static Planted flippedKernel() {
        KerasModel right = convolutions(1, Padding.SAME).model();
        float[] from = right.weights().child("conv_2").get("kernel").toFloats();
        float[] to = from.clone();
        for (int i = 0; i < from.length; i++) {
            to[i] = from[(2 - i / 12) * 12 + i % 12];
        }
        return planted(
                "a Theano kernel not turned round",
                right,
                Chain.with(right, "conv_2", "kernel", Tensor.wrap(Shape.of(3, 3, 4), to)),
                "conv_2",
                Kind.KERNEL_LAYOUT,
                inputs(11, 3, 12, 2));
    }

    private static Planted theanoPadding() {
        KerasModel right = convolutions(2, Padding.THEANO_SAME).model();
        Convolutional.Conv c = (Convolutional.Conv) Chain.layer(right, "conv_2");
        KerasModel faulty = Chain.with(
                right,
                new Convolutional.Conv(
                        c.info(),
                        c.filters(),
                        c.kernelSize(),
                        c.strides(),
                        Padding.SAME,
                        c.dilation(),
                        1,
                        false,
                        c.activation(),
                        true));
        return planted(
                "TensorFlow's padding for Theano's", right, faulty, "conv_2", Kind.PADDING, inputs(12, 3, 12, 2));
    }

    private static Planted inputsScaledTwice() {
        KerasModel right = threeLstm().model();
        Tensor once = inputs(13, 4, 6, 3);
        float[] twice = once.toFloats();
        for (int i = 0; i < twice.length; i++) {
            twice[i] /= 26;
        }
        List<Fixture.Call> calls = record(right, false, once).stream()
                .map(call -> new Fixture.Call(
                        false,
                        List.of(new Named("input", Tensor.wrap(once.shape(), twice))),
                        call.outputs(),
                        call.layers()))
                .toList();
        return new Planted("inputs normalised twice", right, calls, "lstm_1", Optional.of(Kind.INPUTS));
    }

    private static Planted dropoutLeftOn() {
        KerasModel right = threeLstm().model();
        Tensor input = inputs(14, 4, 6, 3);
        Tensor before = record(right, false, input).get(0).layers().get(2).value();
        float[] dropped = before.toFloats();
        Random random = new Random(14);
        for (int i = 0; i < dropped.length; i++) {
            dropped[i] = random.nextBoolean() ? 0 : dropped[i] * 2;
        }
        // Python's later layers saw what its dropout left
        Tensor left = Tensor.wrap(before.shape(), dropped);
        KerasModel fed =
                io.github.keras4j.diagnosis.Suspects.fedAt(right, Chain.layer(right, "dropout"), Shape.of(-1, 6, 5));
        try (Session session = new PureJavaEngine().compile(fed).openSession()) {
            Trace trace = session.trace(List.of(input, left));
            List<Named> layers = trace.layers().entrySet().stream()
                    .filter(entry -> !entry.getKey().equals("input"))
                    .map(entry -> new Named(entry.getKey(), entry.getValue().get(0)))
                    .toList();
            Fixture.Call call = new Fixture.Call(
                    false,
                    List.of(new Named("input", input)),
                    List.of(new Named("dense", trace.outputs().get(0))),
                    layers);
            return new Planted("dropout left on", right, List.of(call), "dropout", Optional.of(Kind.DROPOUT));
        }
    }

    private static Planted epsilon() {
        KerasModel right = threeLstm().model();
        Normalizing.BatchNormalization b = (Normalizing.BatchNormalization) Chain.layer(right, "norm");
        KerasModel faulty = Chain.with(
                right, new Normalizing.BatchNormalization(b.info(), b.axis(), b.momentum(), 1e-5, true, true, false));
        return planted("BatchNormalization's epsilon", right, faulty, "norm", Kind.EPSILON, inputs(15, 4, 6, 3));
    }

    private static Planted goBackwards() {
        KerasModel faulty = threeLstm().model();
        Recurrent.Rnn rnn = (Recurrent.Rnn) Chain.layer(faulty, "lstm_3");
        KerasModel right = Chain.with(
                faulty,
                new Recurrent.Rnn(
                        rnn.info(), rnn.cell(), new Recurrent.Walk(false, false, true, false, false, false, false)));
        return planted("go_backwards ignored", right, faulty, "lstm_3", Kind.GO_BACKWARDS, inputs(16, 4, 6, 3));
    }

    private static Planted stateNotReset() {
        KerasModel right = new Chain(2, 3, 2)
                .dense("dense_1", 2, 3, Activation.TANH)
                .lstm("lstm", 3, 4, Activation.SIGMOID, false, true)
                .dense("dense_2", 4, 2, Activation.LINEAR)
                .model();
        // every call of the recording began at zero; the fixture does not say so after the first
        List<Fixture.Call> calls =
                record(right, true, inputs(17, 2, 3, 2), inputs(18, 2, 3, 2), inputs(19, 2, 3, 2)).stream()
                        .map(call -> new Fixture.Call(false, call.inputs(), call.outputs(), call.layers()))
                        .toList();
        return new Planted("a state not reset", right, calls, "lstm", Optional.of(Kind.STATE));
    }

    private static Planted resetAfter() {
        KerasModel right = twoGru(true);
        KerasModel faulty = right;
        Recurrent.Rnn rnn = (Recurrent.Rnn) Chain.layer(right, "gru_1");
        float[] bias = right.weights().child("gru_1").get("bias").toFloats();
        // Keras before 2.3 has one bias; a model that gave the recurrent one zeros can be told from it
        float[] first = bias.clone();
        java.util.Arrays.fill(first, 12, 24, 0);
        right = Chain.with(right, "gru_1", "bias", Tensor.wrap(Shape.of(2, 12), first));
        faulty = Chain.with(
                Chain.with(
                        right,
                        new Recurrent.Rnn(
                                rnn.info(),
                                new Recurrent.GruCell(4, Activation.TANH, Activation.SIGMOID, true, false),
                                rnn.walk())),
                "gru_1",
                "bias",
                Tensor.wrap(Shape.of(12), java.util.Arrays.copyOf(first, 12)));
        return planted("reset_after ignored", right, faulty, "gru_1", Kind.RESET_AFTER, inputs(20, 4, 5, 2));
    }

    private static Planted varianceForDeviation() {
        KerasModel right = convolutions(1, Padding.SAME).model();
        float[] variance = right.weights().child("norm").get("moving_variance").toFloats();
        for (int i = 0; i < variance.length; i++) {
            variance[i] = (float) Math.sqrt(variance[i]);
        }
        return planted(
                "a standard deviation for a variance",
                right,
                Chain.with(right, "norm", "moving_variance", Tensor.wrap(Shape.of(4), variance)),
                "norm",
                Kind.NORMALIZATION,
                inputs(21, 4, 12, 2));
    }

    private static Planted nothingKnown() {
        KerasModel right = threeLstm().model();
        float[] kernel = right.weights().child("lstm_2").get("kernel").toFloats();
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] *= 1.05f;
        }
        KerasModel faulty = Chain.with(right, "lstm_2", "kernel", Tensor.wrap(Shape.of(4, 20), kernel));
        return new Planted(
                "every weight 5% greater",
                faulty, record(right, false, inputs(22, 4, 6, 3)), "lstm_2", Optional.empty());
    }
}
