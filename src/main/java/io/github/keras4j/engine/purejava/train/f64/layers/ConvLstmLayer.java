package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.convolution.Window;
import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.Parameters;
import io.github.keras4j.engine.purejava.values.AxisOrder;
import io.github.keras4j.model.Recurrent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** ConvLSTM1D to 3D: an LSTM whose products are convolutions, channels last inside. */
final class ConvLstmLayer {
    private final Layout layout;
    private final Tape tape;
    private final Recurrent.ConvLstm layer;
    private final String path;

    ConvLstmLayer(Layout layout, Recurrent.ConvLstm layer, String path) {
        this.layout = layout;
        tape = layout.tape;
        this.layer = layer;
        this.path = path;
    }

    List<Flow> call(List<Flow> inputs) {
        Flow given = inputs.get(0);
        Flow x = last(given, 2);
        List<Flow> initial = new ArrayList<>();
        for (Flow state : inputs.subList(1, inputs.size())) {
            initial.add(last(state, 1));
        }
        List<Flow> outputs = new Unrolled(tape, path, layer.walk(), given.mask).run(new Cell(x), x, initial);
        List<Flow> restored = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            boolean sequence = i == 0 && layer.walk().returnSequences();
            Flow y = first(outputs.get(i), sequence ? 2 : 1);
            restored.add(sequence ? layout.masked(y, given.mask) : y);
        }
        return restored;
    }

    private Flow last(Flow x, int channels) {
        return layer.channelsFirst() ? tape.transpose(x, AxisOrder.toLast(x.sizes.length + 1, channels)) : x;
    }

    private Flow first(Flow x, int channels) {
        return layer.channelsFirst()
                ? tape.transpose(x, Axes.inverse(AxisOrder.toLast(x.sizes.length + 1, channels)))
                : x;
    }

    /** One step. */
    private final class Cell implements Cells.Cell {
        private final int rank = layer.kernelSize().size();
        private final Window[] windows = new Window[rank];
        private final Window[] recurrentWindows = new Window[rank];
        private final int[] state = new int[rank + 1];

        private Cell(Flow x) {
            for (int axis = 0; axis < rank; axis++) {
                windows[axis] = Window.of(
                        x.sizes[axis + 1],
                        layer.kernelSize().get(axis),
                        layer.strides().get(axis),
                        layer.dilation().get(axis),
                        layer.padding());
                state[axis] = windows[axis].out();
                recurrentWindows[axis] =
                        Window.of(state[axis], layer.kernelSize().get(axis), 1, 1, layer.recurrentPadding());
            }
            state[rank] = layer.filters();
        }

        @Override
        public List<int[]> states() {
            return Collections.nCopies(2, state);
        }

        @Override
        public int[] output() {
            return state;
        }

        private Flow convolved(Flow x, String kernel, boolean bias, Window[] on) {
            Parameters parameters = tape.graph.parameters;
            ConvUnits.Weights weights = new ConvUnits.Weights(
                    parameters,
                    parameters.get(path + kernel),
                    bias ? parameters.find(path + "bias") : Optional.empty());
            Flow y = tape.flow(Window.shape(x.batch, on, 4 * layer.filters()));
            return tape.graph.add(new ConvUnits.Conv(x, y, weights, 1, on), y);
        }

        @Override
        public Cells.Step step(Flow x, List<Flow> states) {
            Flow z = tape.add(
                    convolved(x, "kernel", layer.useBias(), windows),
                    convolved(states.get(0), "recurrent_kernel", false, recurrentWindows));
            return Cells.lstm(
                    layout, z, layer.filters(), states.get(1), layer.activation(), layer.recurrentActivation());
        }
    }
}
