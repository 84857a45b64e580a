package io.github.keras4j;

import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.Fixture.Named;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Models in which faults are planted, what they answer, and how a weight of theirs is changed. */
final class PlantedModels {
    private PlantedModels() {}

    static Chain threeLstm() {
        return new Chain(-1, 6, 3)
                .lstm("lstm_1", 3, 4, Activation.SIGMOID, true, false)
                .batchNormalization("norm", 4, 1e-3)
                .lstm("lstm_2", 4, 5, Activation.SIGMOID, true, false)
                .dropout("dropout")
                .lstm("lstm_3", 5, 4, Activation.SIGMOID, false, false)
                .dense("dense", 4, 3, Activation.LINEAR);
    }

    static KerasModel twoGru(boolean resetAfter) {
        return new Chain(-1, 5, 2)
                .gru("gru_1", 2, 4, resetAfter, true)
                .activation("tanh", Activation.TANH)
                .gru("gru_2", 4, 4, resetAfter, false)
                .dense("dense", 4, 2, Activation.LINEAR)
                .model();
    }

    static Chain convolutions(int stride, Padding padding) {
        return new Chain(-1, 12, 2)
                .conv1d("conv_1", 2, 3, 1, Padding.SAME)
                .conv1d("conv_2", 3, 4, stride, padding)
                .batchNormalization("norm", 4, 1e-3)
                .conv1d("conv_3", 4, 3, 1, Padding.SAME)
                .lstm("lstm", 3, 4, Activation.SIGMOID, false, false)
                .dense("dense", 4, 2, Activation.LINEAR);
    }

    /** What the model gives, as Python would have recorded it. */
    static List<Fixture.Call> record(KerasModel right, boolean reset, Tensor... inputs) {
        List<Fixture.Call> calls = new ArrayList<>();
        try (Session session = new PureJavaEngine().plan(right).openSession()) {
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

    static Tensor inputs(int seed, int... sizes) {
        Random random = new Random(seed);
        float[] values = new float[Shape.of(sizes).elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.wrap(Shape.of(sizes), values);
    }

    static Tensor changed(Tensor tensor, int index, float by) {
        float[] values = tensor.toFloats();
        values[index] += by;
        return Tensor.wrap(tensor.shape(), values);
    }

    static KerasModel reordered(KerasModel right, String layer, int... order) {
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

    static KerasModel withGates(KerasModel model, String layer, Activation gates) {
        Recurrent.Rnn rnn = (Recurrent.Rnn) Chain.layer(model, layer);
        Recurrent.LstmCell cell = (Recurrent.LstmCell) rnn.cell();
        return Chain.with(
                model,
                new Recurrent.Rnn(
                        rnn.info(),
                        new Recurrent.LstmCell(cell.units(), cell.activation(), gates, true, true),
                        rnn.walk()));
    }
}
