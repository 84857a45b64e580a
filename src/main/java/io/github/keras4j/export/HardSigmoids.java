package io.github.keras4j.export;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activation.Kind;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two functions are called hard_sigmoid: {@code clip(0.2 x + 0.5, 0, 1)} up to tf.keras, {@code clip(x / 6 + 0.5, 0,
 * 1)} in Keras 3. One is the other of 1.2 times the input, so where a kernel and a bias make that input, they take the
 * factor.
 */
final class HardSigmoids {
    private static final double TO_KERAS_3 = 1.2;

    private final Kind foreign;
    private final Kind own;
    private final double factor;

    HardSigmoids(Target target) {
        boolean later = target == Target.KERAS_3;
        foreign = later ? Kind.HARD_SIGMOID : Kind.HARD_SIGMOID_V3;
        own = later ? Kind.HARD_SIGMOID_V3 : Kind.HARD_SIGMOID;
        factor = later ? TO_KERAS_3 : 1 / TO_KERAS_3;
    }

    boolean isForeign(Activation activation) {
        return activation.kind() == foreign;
    }

    /** The target's function in place of the other; any other activation as it is. */
    Activation own(Activation activation) {
        return isForeign(activation) ? Activation.of(own) : activation;
    }

    /** All that the layer adds up before its activation, where that is the other function. */
    Weights scaled(Weights weights, Activation activation, String kernel) {
        return isForeign(activation) ? scaled(weights, List.of(kernel, "bias"), 0, 1, 1) : weights;
    }

    Recurrent.Cell own(Recurrent.Cell cell) {
        if (cell instanceof Recurrent.LstmCell c) {
            return new Recurrent.LstmCell(
                    c.units(), c.activation(), own(c.recurrentActivation()), c.useBias(), c.unitForgetBias());
        } else if (cell instanceof Recurrent.GruCell c) {
            return new Recurrent.GruCell(
                    c.units(), own(c.activation()), own(c.recurrentActivation()), c.useBias(), c.resetAfter());
        } else if (cell instanceof Recurrent.SimpleCell c) {
            return new Recurrent.SimpleCell(c.units(), own(c.activation()), c.useBias());
        }
        if (cell instanceof Recurrent.WrappedCell wrapped) {
            return new Recurrent.WrappedCell(own(wrapped.cell()), wrapped.wrapper());
        }
        Recurrent.StackedCells stacked = (Recurrent.StackedCells) cell;
        return new Recurrent.StackedCells(
                stacked.cells().stream().map(this::own).toList(), stacked.reverseStateOrder());
    }

    Weights scaled(Weights weights, Recurrent.Cell cell) {
        if (cell instanceof Recurrent.LstmCell c) {
            // an LSTM's activation is also applied to its state, which has no kernel to take the factor
            return isForeign(c.recurrentActivation()) ? lstmGates(weights) : weights;
        } else if (cell instanceof Recurrent.GruCell c) {
            Weights gates = isForeign(c.recurrentActivation()) ? scaled(weights, ALL, 0, 2, 3) : weights;
            return isForeign(c.activation()) ? scaled(gates, ALL, 2, 3, 3) : gates;
        } else if (cell instanceof Recurrent.SimpleCell c) {
            return isForeign(c.activation()) ? scaled(weights, ALL, 0, 1, 1) : weights;
        }
        Map<String, Weights> children = new LinkedHashMap<>(weights.children());
        if (cell instanceof Recurrent.WrappedCell wrapped) {
            children.put("cell", scaled(weights.child("cell"), wrapped.cell()));
            return new Weights(weights.tensors(), children);
        }
        List<Recurrent.Cell> cells = new ArrayList<>(((Recurrent.StackedCells) cell).cells());
        for (int i = 0; i < cells.size(); i++) {
            children.put(String.valueOf(i), scaled(weights.child(String.valueOf(i)), cells.get(i)));
        }
        return new Weights(weights.tensors(), children);
    }

    /** Gates i, f and o of i, f, c, o. */
    Weights lstmGates(Weights weights) {
        return scaled(scaled(weights, ALL, 0, 2, 4), ALL, 3, 4, 4);
    }

    private static final List<String> ALL = List.of("kernel", "recurrent_kernel", "bias");

    /** Parts {@code from} to {@code to} of the last axis, which has that many parts, times the factor. */
    private Weights scaled(Weights weights, List<String> names, int from, int to, int parts) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
        for (String name : names) {
            tensors.computeIfPresent(name, (same, tensor) -> scaled(tensor, from, to, parts));
        }
        return new Weights(tensors, weights.children());
    }

    private Tensor scaled(Tensor tensor, int from, int to, int parts) {
        int size = tensor.shape().size(-1);
        int part = size / parts;
        double[] values = tensor.toDoubles();
        for (int i = 0; i < values.length; i++) {
            int place = i % size;
            if (place >= from * part && place < to * part) {
                values[i] *= factor;
            }
        }
        Tensor scaled = Tensor.wrap(tensor.shape(), values);
        return tensor.dtype() == DType.FLOAT64 ? scaled : scaled.cast(tensor.dtype());
    }
}
