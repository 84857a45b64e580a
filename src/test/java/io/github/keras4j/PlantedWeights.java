package io.github.keras4j;

import static io.github.keras4j.PlantedModels.changed;
import static io.github.keras4j.PlantedModels.convolutions;
import static io.github.keras4j.PlantedModels.inputs;
import static io.github.keras4j.PlantedModels.record;
import static io.github.keras4j.PlantedModels.reordered;
import static io.github.keras4j.PlantedModels.threeLstm;
import static io.github.keras4j.PlantedModels.twoGru;

import io.github.keras4j.compare.Cause.Kind;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Padding;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.Optional;
import java.util.stream.Stream;

/** Faults of a model's weights, against what our own engine says of the right model. */
final class PlantedWeights {
    private PlantedWeights() {}

    static Stream<Planted> all() {
        return Stream.of(
                weightOfDense(),
                weightOfLstm(),
                biasOfTheTwentieth(),
                gatesOfLstm(),
                gatesOfGru(),
                transposedKernel(),
                flippedKernel(),
                varianceForDeviation(),
                nothingKnown());
    }

    static Planted weightOfDense() {
        KerasModel right = new Chain(-1, 4)
                .dense("dense_1", 4, 6, Activation.TANH)
                .dense("dense_2", 6, 5, Activation.SIGMOID)
                .dense("dense_3", 5, 3, Activation.of(Activation.Kind.SOFTMAX, -1))
                .model();
        Tensor kernel = changed(right.weights().child("dense_2").get("kernel"), 13, 0.4f);
        return Planted.of(
                "one weight of a Dense",
                right,
                Chain.with(right, "dense_2", "kernel", kernel),
                "dense_2",
                Kind.WEIGHT,
                inputs(1, 8, 4));
    }

    static Planted weightOfLstm() {
        KerasModel right = threeLstm().model();
        // row 1, gate f, unit 2; at the first step there is no state to forget, so gate f shows only from step 1 on
        Tensor kernel = changed(right.weights().child("lstm_2").get("kernel"), 27, 0.8f);
        return Planted.of(
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
        return Planted.of(
                "one bias of the twentieth of thirty",
                right,
                Chain.with(right, "dense_20", "bias", bias),
                "dense_20",
                Kind.WEIGHT,
                inputs(3, 6, 5));
    }

    private static Planted gatesOfLstm() {
        KerasModel right = threeLstm().model();
        return Planted.of(
                "LSTM gates in Keras 1's order",
                right,
                reordered(right, "lstm_3", 0, 2, 1, 3),
                "lstm_3",
                Kind.GATE_ORDER,
                inputs(4, 3, 6, 3));
    }

    private static Planted gatesOfGru() {
        KerasModel right = twoGru(false);
        return Planted.of(
                "GRU gates r and z swapped",
                right,
                reordered(right, "gru_2", 1, 0, 2),
                "gru_2",
                Kind.GATE_ORDER,
                inputs(5, 4, 5, 2));
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
        return Planted.of(
                "a kernel transposed",
                right,
                Chain.with(right, "dense_3", "kernel", kernel),
                "dense_3",
                Kind.KERNEL_LAYOUT,
                inputs(10, 5, 4));
    }

    private static Planted flippedKernel() {
        KerasModel right = convolutions(1, Padding.SAME).model();
        float[] from = right.weights().child("conv_2").get("kernel").toFloats();
        float[] to = from.clone();
        for (int i = 0; i < from.length; i++) {
            to[i] = from[(2 - i / 12) * 12 + i % 12];
        }
        return Planted.of(
                "a Theano kernel not turned round",
                right,
                Chain.with(right, "conv_2", "kernel", Tensor.wrap(Shape.of(3, 3, 4), to)),
                "conv_2",
                Kind.KERNEL_LAYOUT,
                inputs(11, 3, 12, 2));
    }

    private static Planted varianceForDeviation() {
        KerasModel right = convolutions(1, Padding.SAME).model();
        float[] variance = right.weights().child("norm").get("moving_variance").toFloats();
        for (int i = 0; i < variance.length; i++) {
            variance[i] = (float) Math.sqrt(variance[i]);
        }
        return Planted.of(
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
