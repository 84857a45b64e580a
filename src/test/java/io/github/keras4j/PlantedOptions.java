package io.github.keras4j;

import static io.github.keras4j.PlantedModels.convolutions;
import static io.github.keras4j.PlantedModels.inputs;
import static io.github.keras4j.PlantedModels.record;
import static io.github.keras4j.PlantedModels.threeLstm;
import static io.github.keras4j.PlantedModels.twoGru;
import static io.github.keras4j.PlantedModels.withGates;

import io.github.keras4j.compare.Cause.Kind;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.Fixture.Named;
import io.github.keras4j.diagnosis.Suspects;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Faults of a layer's options, of the calls or of what Python did, against our own engine. */
final class PlantedOptions {
    private static final Activation HARD = Activation.of(Activation.Kind.HARD_SIGMOID);
    private static final Activation HARD_3 = Activation.of(Activation.Kind.HARD_SIGMOID_V3);

    private PlantedOptions() {}

    static Stream<Planted> all() {
        return Stream.of(
                hardSigmoidForSigmoid(),
                hardSigmoidOfKeras3(),
                maskOfEmbedding(),
                maskDropped(),
                inputsScaledTwice(),
                dropoutLeftOn(),
                epsilon(),
                goBackwards(),
                stateNotReset(),
                resetAfter(),
                theanoPadding());
    }

    private static Planted hardSigmoidForSigmoid() {
        KerasModel right = threeLstm().model();
        return Planted.of(
                "hard_sigmoid for sigmoid",
                right,
                withGates(right, "lstm_1", HARD),
                "lstm_1",
                Kind.ACTIVATION,
                inputs(6, 3, 6, 3));
    }

    private static Planted hardSigmoidOfKeras3() {
        KerasModel right = withGates(threeLstm().model(), "lstm_2", HARD_3);
        return Planted.of(
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
        return Planted.of(
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
        Arrays.fill(values, 6, 10, 0);
        Arrays.fill(values, 10, 14, 0);
        return Planted.of(
                "a mask dropped",
                right,
                Chain.with(
                        right,
                        new Core.Passthrough(Chain.layer(right, "masking").info(), Core.InTraining.NOTHING, 0, true)),
                "lstm_1",
                Kind.MASK,
                Tensor.wrap(Shape.of(3, 5, 2), values));
    }

    private static Planted inputsScaledTwice() {
        // the first layer hands its inputs on, so that they are told from the kernel after it
        KerasModel right = new Chain(-1, 6, 3)
                .masking("masking", -1)
                .lstm("lstm_1", 3, 4, Activation.SIGMOID, true, false)
                .lstm("lstm_2", 4, 3, Activation.SIGMOID, false, false)
                .dense("dense", 3, 2, Activation.LINEAR)
                .model();
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
        return new Planted("inputs normalised twice", right, calls, "masking", Optional.of(Kind.INPUTS));
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
        KerasModel fed = Suspects.fedAt(right, Chain.layer(right, "dropout"), Shape.of(-1, 6, 5));
        try (Session session = new PureJavaEngine().plan(fed).openSession()) {
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
        return Planted.of("BatchNormalization's epsilon", right, faulty, "norm", Kind.EPSILON, inputs(15, 4, 6, 3));
    }

    private static Planted goBackwards() {
        KerasModel faulty = threeLstm().model();
        Recurrent.Rnn rnn = (Recurrent.Rnn) Chain.layer(faulty, "lstm_3");
        KerasModel right =
                Chain.with(faulty, new Recurrent.Rnn(rnn.info(), rnn.cell(), Recurrent.Walk.LAST_OUTPUT.turned()));
        return Planted.of("go_backwards ignored", right, faulty, "lstm_3", Kind.GO_BACKWARDS, inputs(16, 4, 6, 3));
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
        Arrays.fill(first, 12, 24, 0);
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
                Tensor.wrap(Shape.of(12), Arrays.copyOf(first, 12)));
        return Planted.of("reset_after ignored", right, faulty, "gru_1", Kind.RESET_AFTER, inputs(20, 4, 5, 2));
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
        return Planted.of(
                "TensorFlow's padding for Theano's", right, faulty, "conv_2", Kind.PADDING, inputs(12, 3, 12, 2));
    }
}
