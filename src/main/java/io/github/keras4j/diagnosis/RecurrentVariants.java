package io.github.keras4j.diagnosis;

import io.github.keras4j.compare.Cause.Kind;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Recurrent.Cell;
import io.github.keras4j.model.Recurrent.Walk;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What goes wrong with LSTM, GRU and SimpleRNN. */
final class RecurrentVariants {
    private final Recurrent.Rnn layer;
    private final Weights weights;
    private final List<Variant> variants = new ArrayList<>();

    private RecurrentVariants(Recurrent.Rnn layer, Weights weights) {
        this.layer = layer;
        this.weights = weights;
    }

    static List<Variant> of(Recurrent.Rnn layer, Weights weights) {
        RecurrentVariants all = new RecurrentVariants(layer, weights);
        all.walk();
        if (layer.cell() instanceof Recurrent.LstmCell cell) {
            all.gates(cell.gates());
            all.activations(
                    cell.activation(),
                    "activation",
                    a -> new Recurrent.LstmCell(
                            cell.units(), a, cell.recurrentActivation(), cell.useBias(), cell.unitForgetBias()));
            all.activations(
                    cell.recurrentActivation(),
                    "recurrent_activation",
                    a -> new Recurrent.LstmCell(
                            cell.units(), cell.activation(), a, cell.useBias(), cell.unitForgetBias()));
        } else if (layer.cell() instanceof Recurrent.GruCell cell) {
            all.gates(cell.gates());
            all.activations(
                    cell.activation(),
                    "activation",
                    a -> new Recurrent.GruCell(
                            cell.units(), a, cell.recurrentActivation(), cell.useBias(), cell.resetAfter()));
            all.activations(
                    cell.recurrentActivation(),
                    "recurrent_activation",
                    a -> new Recurrent.GruCell(cell.units(), cell.activation(), a, cell.useBias(), cell.resetAfter()));
            all.resetAfter(cell);
        } else if (layer.cell() instanceof Recurrent.SimpleCell cell) {
            all.activations(
                    cell.activation(), "activation", a -> new Recurrent.SimpleCell(cell.units(), a, cell.useBias()));
        }
        all.transposed();
        return all.variants;
    }

    private void add(Kind kind, String change, Cell cell, Walk walk, Weights changed) {
        variants.add(new Variant(kind, change, new Recurrent.Rnn(layer.info(), cell, walk), changed));
    }

    private void activations(Activation now, String option, java.util.function.Function<Activation, Cell> with) {
        for (Activation other : ActivationVariants.of(now)) {
            add(
                    Kind.ACTIVATION,
                    ActivationVariants.words(option, other, now),
                    with.apply(other),
                    layer.walk(),
                    weights);
        }
    }

    private void walk() {
        Walk w = layer.walk();
        add(
                Kind.GO_BACKWARDS,
                "go_backwards=" + MaskVariants.python(!w.goBackwards()) + " where this model has "
                        + MaskVariants.python(w.goBackwards()),
                layer.cell(),
                w.turned(),
                weights);
        add(
                Kind.STATE,
                "stateful=" + MaskVariants.python(!w.stateful()) + " where this model has "
                        + MaskVariants.python(w.stateful()),
                layer.cell(),
                w.withStateful(!w.stateful()),
                weights);
    }

    /** Keras 1 stores i, c, f, o; CNTK and cuDNN have orders of their own. */
    private void gates(List<String> names) {
        for (List<Integer> order : Blocks.orders(names.size())) {
            String stored = order.stream().map(names::get).collect(Collectors.joining(", "));
            add(
                    Kind.GATE_ORDER,
                    "gates taken in the order " + stored + " where this model takes " + String.join(", ", names),
                    layer.cell(),
                    layer.walk(),
                    Blocks.map(weights, tensor -> Blocks.reorder(tensor, order)));
        }
    }

    private void transposed() {
        for (String name : List.of("kernel", "recurrent_kernel")) {
            weights.find(name)
                    .ifPresent(kernel -> Blocks.transposed(kernel)
                            .forEach((how, tensor) -> add(
                                    Kind.KERNEL_LAYOUT,
                                    name + " " + how,
                                    layer.cell(),
                                    layer.walk(),
                                    Blocks.with(weights, name, tensor))));
        }
    }

    /** Keras 1 and 2 multiply after the reset gate, cuDNN and Keras from 2.3 on (tf.keras, Keras 3) before it. */
    private void resetAfter(Recurrent.GruCell cell) {
        Weights changed = weights;
        if (cell.useBias()) {
            Tensor bias = weights.get("bias");
            int n = 3 * cell.units();
            float[] values = bias.toFloats();
            if (cell.resetAfter()) {
                float[] sum = new float[n];
                for (int i = 0; i < n; i++) {
                    sum[i] = values[i] + values[n + i];
                }
                changed = Blocks.with(weights, "bias", Tensor.wrap(Shape.of(n), sum));
            } else {
                changed = Blocks.with(weights, "bias", Tensor.wrap(Shape.of(2, n), Arrays.copyOf(values, 2 * n)));
            }
        }
        add(
                Kind.RESET_AFTER,
                "reset_after=" + MaskVariants.python(!cell.resetAfter()) + " where this model has "
                        + MaskVariants.python(cell.resetAfter()),
                new Recurrent.GruCell(
                        cell.units(),
                        cell.activation(),
                        cell.recurrentActivation(),
                        cell.useBias(),
                        !cell.resetAfter()),
                layer.walk(),
                changed);
    }
}
