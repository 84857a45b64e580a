package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.train.f64.CellLoop;
import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.Graph;
import io.github.keras4j.engine.purejava.train.f64.GruLoop;
import io.github.keras4j.engine.purejava.train.f64.JoinUnit;
import io.github.keras4j.engine.purejava.train.f64.LstmLoop;
import io.github.keras4j.engine.purejava.train.f64.RecurrentUnit;
import io.github.keras4j.engine.purejava.train.f64.SimpleLoop;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Recurrent.Walk;
import io.github.keras4j.model.Wrapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Layers that go over steps. LSTM, GRU and SimpleRNN run in loops of their own; whatever else is asked of them, and all
 * other cells, are laid out step by step on the tape.
 */
record RecurrentLayers(Layout layout) {
    private Tape tape() {
        return layout.tape;
    }

    /** The outputs: the steps' or the last one's, then the last states where these are wanted. */
    List<Flow> call(Recurrent layer, String path, List<Flow> given) {
        Walk walk = layer.walk();
        List<Flow> inputs = new ArrayList<>(given);
        inputs.set(0, dropped(layer.info(), path, given.get(0)));
        boolean plain = layer instanceof Recurrent.Rnn
                && inputs.size() == 1
                && !walk.returnState()
                && !walk.timeMajor()
                && !drops(layer.info());
        if (plain) {
            return List.of(loop((Recurrent.Rnn) layer, path, inputs.get(0)));
        }
        if (layer instanceof Recurrent.ConvLstm conv) {
            return new ConvLstmLayer(layout, conv, path).call(inputs);
        }
        Unrolled unrolled = new Unrolled(tape(), path, walk, inputs.get(0).mask);
        return unrolled.run(cell(layer, path), inputs.get(0), inputs.subList(1, inputs.size()));
    }

    /** The input without what a dropout takes from its steps before the layer goes over them. */
    private Flow dropped(LayerInfo info, String path, Flow input) {
        if (!dropsSteps(info)) {
            return input;
        }
        String draw = path + "dropout/0";
        Flow y = NoiseUnit.dropout(tape(), draw, Cells.rate(info, "dropout"), input.shape(), input);
        return layout.masked(y, input.mask);
    }

    private static boolean dropsSteps(LayerInfo info) {
        return Boolean.TRUE.equals(info.extras().get(LayerInfo.DROPOUT_BY_STEP));
    }

    private static boolean drops(LayerInfo info) {
        return !dropsSteps(info) && (Cells.rate(info, "dropout") != 0 || Cells.rate(info, "recurrent_dropout") != 0);
    }

    private Cells.Cell cell(Recurrent layer, String path) {
        Cells cells = new Cells(layout, layer.info(), path.substring(0, path.length() - 1));
        if (layer instanceof Recurrent.Rnn rnn) {
            return cells.of(rnn.cell(), path);
        }
        if (layer instanceof Recurrent.GenericRnn generic) {
            return cells.of(generic.cell(), path + "cell/");
        }
        throw Layout.notTrained(layer);
    }

    private Flow loop(Recurrent.Rnn rnn, String path, Flow input) {
        Graph graph = tape().graph;
        Walk walk = rnn.walk();
        int steps = input.sizes[0];
        int units = rnn.cell().outputSize();
        CellLoop.Spec spec = new CellLoop.Spec(
                !walk.stateful(),
                steps,
                input.batch,
                input.last(),
                units,
                graph.parameters,
                graph.parameters.get(path + "kernel"),
                graph.parameters.get(path + "recurrent_kernel"),
                graph.parameters.find(path + "bias"));
        CellLoop loop = loop(rnn.cell(), spec);
        int[] sizes = walk.returnSequences() ? new int[] {steps, units} : new int[] {units};
        Flow output = graph.flow(new Flow(input.batch, sizes, walk.returnSequences() && input.masked()));
        double[][] carried =
                walk.stateful() ? graph.states.of(path, loop.states().length, input.batch * units) : new double[0][];
        return graph.add(new RecurrentUnit(input, output, loop, walk, !input.leaf, carried), output);
    }

    private CellLoop loop(Recurrent.Cell cell, CellLoop.Spec spec) {
        if (cell instanceof Recurrent.LstmCell lstm) {
            return new LstmLoop(
                    spec, layout.nonlinearity(lstm.activation()), layout.nonlinearity(lstm.recurrentActivation()));
        }
        if (cell instanceof Recurrent.GruCell gru) {
            return new GruLoop(
                    spec,
                    layout.nonlinearity(gru.activation()),
                    layout.nonlinearity(gru.recurrentActivation()),
                    gru.resetAfter());
        }
        if (cell instanceof Recurrent.SimpleCell simple) {
            return new SimpleLoop(spec, layout.nonlinearity(simple.activation()));
        }
        throw new IllegalArgumentException(
                "Not trained. Received: " + cell.getClass().getSimpleName());
    }

    /** Both directions of a Bidirectional; initial states are those of the forward layer, then the backward one's. */
    List<Flow> both(Wrapper.Bidirectional layer, String path, List<Flow> inputs) {
        int states = (inputs.size() - 1) / 2;
        List<Flow> first = new ArrayList<>(inputs.subList(0, 1 + states));
        List<Flow> second = new ArrayList<>(inputs.subList(0, 1));
        second.addAll(inputs.subList(1 + states, inputs.size()));
        List<Flow> forward = call(layer.forward(), path + "forward/", first);
        List<Flow> backward = call(layer.backward(), path + "backward/", second);
        List<Flow> outputs = new ArrayList<>();
        if (layer.mergeMode() == Wrapper.MergeMode.NONE) {
            Flow back = layer.forward().walk().returnSequences() ? reversed(backward.get(0)) : backward.get(0);
            Collections.addAll(outputs, forward.get(0), layout.masked(back, forward.get(0).mask));
        } else {
            outputs.add(joined(layer, forward.get(0), backward.get(0)));
        }
        outputs.addAll(forward.subList(1, forward.size()));
        outputs.addAll(backward.subList(1, backward.size()));
        return outputs;
    }

    private Flow joined(Wrapper.Bidirectional layer, Flow forward, Flow backward) {
        if (forward.sizes.length > 2 && layer.forward().walk().returnSequences()) {
            return layout.masked(joinedImages(layer, forward, reversed(backward)), forward.mask);
        }
        JoinUnit.Mode mode = switch (layer.mergeMode()) {
            case CONCAT -> JoinUnit.Mode.CONCATENATE;
            case SUM -> JoinUnit.Mode.ADD;
            case AVE -> JoinUnit.Mode.AVERAGE;
            case MUL -> JoinUnit.Mode.MULTIPLY;
            case NONE -> throw Layout.notTrained(layer);
        };
        boolean[] reversed = {false, layer.forward().walk().returnSequences()};
        int width = forward.last() + (mode == JoinUnit.Mode.CONCATENATE ? backward.last() : 0);
        Flow y = layout.flow(forward, Layout.with(forward.sizes, width), forward.mask);
        return tape().graph.add(new JoinUnit(List.of(forward, backward), reversed, y, mode), y);
    }

    private Flow joinedImages(Wrapper.Bidirectional layer, Flow forward, Flow backward) {
        return switch (layer.mergeMode()) {
            case CONCAT -> tape().concatenate(List.of(forward, backward), forward.sizes.length);
            case SUM -> tape().add(forward, backward);
            case AVE -> tape().line(tape().add(forward, backward), (double) 0.5, 0);
            case MUL -> tape().multiply(forward, backward);
            case NONE -> throw Layout.notTrained(layer);
        };
    }

    private Flow reversed(Flow x) {
        int[] shape = x.shape();
        int[] strides = Axes.strides(shape);
        int start = (shape[1] - 1) * strides[1];
        strides[1] = -strides[1];
        return tape().gather(x, shape, Axes.positions(shape, strides, start));
    }
}
