package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Recurrent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What recurrent cells do in one step, on the tape. */
final class Cells {
    private final Layout layout;
    private final Tape tape;
    private final LayerInfo info;
    private final String name;

    /** @param name of the layer, by which its random numbers are asked for */
    Cells(Layout layout, LayerInfo info, String name) {
        this.layout = layout;
        tape = layout.tape;
        this.info = info;
        this.name = name;
    }

    /** What one step gives. */
    record Step(Flow output, List<Flow> states) {}

    /** One cell. */
    interface Cell {
        /** The states' sizes without the batch, in Keras's order. */
        List<int[]> states();

        /** The output's sizes without the batch. */
        int[] output();

        Step step(Flow x, List<Flow> states);
    }

    static double rate(LayerInfo info, String name) {
        return info.extras().get(name) instanceof Number number ? (double) number.doubleValue() : 0;
    }

    /** @param path of the cell's weights, with a slash at its end */
    Cell of(Recurrent.Cell cell, String path) {
        if (cell instanceof Recurrent.StackedCells stacked) {
            return new Stacked(stacked, path);
        }
        if (cell instanceof Recurrent.WrappedCell wrapped) {
            Cell inner = of(wrapped.cell(), path + "cell/");
            return wrapped.wrapper() == Recurrent.CellWrapper.RESIDUAL ? new Residual(inner) : inner;
        }
        return new Gated(cell, path);
    }

    /** An LSTM's step from the sums of its gates i, f, c, o, side by side on the last axis. */
    static Step lstm(Layout layout, Flow z, int units, Flow c, Activation activation, Activation recurrentActivation) {
        Tape tape = layout.tape;
        int axis = z.sizes.length;
        Flow[] gates = new Flow[4];
        for (int gate = 0; gate < 4; gate++) {
            gates[gate] = tape.apply(
                    tape.slice(z, axis, gate * units, (gate + 1) * units),
                    layout.nonlinearity(gate == 2 ? activation : recurrentActivation));
        }
        Flow carry = tape.add(tape.multiply(gates[1], c), tape.multiply(gates[0], gates[2]));
        Flow h = tape.multiply(gates[3], tape.apply(carry, layout.nonlinearity(activation)));
        return new Step(h, List.of(h, carry));
    }

    /** LSTM, GRU and SimpleRNN. */
    private final class Gated implements Cell {
        private final Recurrent.Cell cell;
        private final int units;
        private final int gates;
        private final Flow kernel;
        private final Flow recurrent;
        private final Optional<Flow> bias;
        private final Optional<Flow> recurrentBias;
        private final Drops drops = new Drops("dropout");
        private final Drops recurrentDrops = new Drops("recurrent_dropout");

        private Gated(Recurrent.Cell cell, String path) {
            this.cell = cell;
            units = cell.outputSize();
            gates = cell instanceof Recurrent.LstmCell ? 4 : cell instanceof Recurrent.GruCell ? 3 : 1;
            kernel = tape.weight(path + "kernel");
            recurrent = tape.weight(path + "recurrent_kernel");
            boolean two = cell instanceof Recurrent.GruCell gru && gru.resetAfter();
            Optional<Flow> both =
                    tape.find(path + "bias").map(parameter -> tape.weight(path + "bias", two ? 2 : 1, gates * units));
            bias = both.map(b -> two ? tape.slice(b, 0, 0, 1) : b);
            recurrentBias = two ? both.map(b -> tape.slice(b, 0, 1, 2)) : Optional.empty();
        }

        @Override
        public List<int[]> states() {
            return Collections.nCopies(cell.stateSizes().size(), new int[] {units});
        }

        @Override
        public int[] output() {
            return new int[] {units};
        }

        @Override
        public Step step(Flow x, List<Flow> states) {
            Flow h = states.get(0);
            Flow sums = projected(drops, x, kernel);
            sums = bias.isPresent() ? tape.add(sums, bias.get()) : sums;
            if (cell instanceof Recurrent.SimpleCell simple) {
                Flow z = tape.add(sums, projected(recurrentDrops, h, recurrent));
                Flow y = tape.apply(z, layout.nonlinearity(simple.activation()));
                return new Step(y, List.of(y));
            }
            if (cell instanceof Recurrent.LstmCell lstm) {
                Flow z = tape.add(sums, projected(recurrentDrops, h, recurrent));
                return Cells.lstm(layout, z, units, states.get(1), lstm.activation(), lstm.recurrentActivation());
            }
            return gru((Recurrent.GruCell) cell, sums, h);
        }

        /** x K, each gate of an x with a mask of its own where the layer drops by gate. */
        private Flow projected(Drops dropped, Flow x, Flow weights) {
            if (!dropped.byGate()) {
                return tape.product(dropped.of(x, 0), weights);
            }
            List<Flow> parts = new ArrayList<>();
            for (int gate = 0; gate < gates; gate++) {
                parts.add(tape.product(dropped.of(x, gate), gate(weights, gate, gate + 1)));
            }
            return tape.concatenate(parts, 1);
        }

        private Flow gate(Flow of, int from, int to) {
            return tape.slice(of, 1, from * units, to * units);
        }

        private Step gru(Recurrent.GruCell gru, Flow sums, Flow h) {
            Flow z;
            Flow candidate;
            if (gru.resetAfter()) {
                Flow inner = projected(recurrentDrops, h, recurrent);
                inner = recurrentBias.isPresent() ? tape.add(inner, recurrentBias.get()) : inner;
                Flow both = tape.apply(
                        tape.add(gate(sums, 0, 2), gate(inner, 0, 2)), layout.nonlinearity(gru.recurrentActivation()));
                z = gate(both, 0, 1);
                candidate = tape.add(gate(sums, 2, 3), tape.multiply(gate(both, 1, 2), gate(inner, 2, 3)));
            } else {
                Flow inner = tape.concatenate(
                        List.of(
                                tape.product(recurrentDrops.of(h, 0), gate(recurrent, 0, 1)),
                                tape.product(recurrentDrops.of(h, 1), gate(recurrent, 1, 2))),
                        1);
                Flow both =
                        tape.apply(tape.add(gate(sums, 0, 2), inner), layout.nonlinearity(gru.recurrentActivation()));
                z = gate(both, 0, 1);
                Flow reset = tape.multiply(gate(both, 1, 2), recurrentDrops.of(h, 2));
                candidate = tape.add(gate(sums, 2, 3), tape.product(reset, gate(recurrent, 2, 3)));
            }
            Flow g = tape.apply(candidate, layout.nonlinearity(gru.activation()));
            Flow y = tape.add(tape.multiply(z, h), tape.multiply(tape.line(z, -1, 1), g));
            return new Step(y, List.of(y));
        }
    }

    /** Dropout with the same masks in every step. */
    private final class Drops {
        private final String what;
        private final double rate;
        private final List<Flow> masks = new ArrayList<>();

        private Drops(String what) {
            this.what = what;
            rate = Boolean.TRUE.equals(info.extras().get(LayerInfo.DROPOUT_BY_STEP)) ? 0 : rate(info, what);
        }

        /** Where each gate has a mask of its own (implementation 1); elsewhere all share one. */
        private boolean byGate() {
            return rate != 0
                    && info.extras().get(LayerInfo.IMPLEMENTATION) instanceof Number number
                    && number.intValue() == 1;
        }

        private Flow of(Flow x, int gate) {
            if (rate == 0) {
                return x;
            }
            int which = byGate() ? gate : 0;
            while (masks.size() <= which) {
                double[] ones = new double[x.value.length];
                java.util.Arrays.fill(ones, 1);
                String draw = name + "/" + what + "/" + masks.size();
                masks.add(NoiseUnit.dropout(tape, draw, rate, x.shape(), tape.constant(ones, x.shape())));
            }
            return tape.multiply(x, masks.get(which));
        }
    }

    /** A cell whose output gets its input added. */
    private final class Residual implements Cell {
        private final Cell cell;

        private Residual(Cell cell) {
            this.cell = cell;
        }

        @Override
        public List<int[]> states() {
            return cell.states();
        }

        @Override
        public int[] output() {
            return cell.output();
        }

        @Override
        public Step step(Flow x, List<Flow> states) {
            Step step = cell.step(x, states);
            return new Step(layout.tape.add(x, step.output()), step.states());
        }
    }

    /** Cells on top of each other. */
    private final class Stacked implements Cell {
        private final List<Cell> cells = new ArrayList<>();
        private final boolean reversed;

        private Stacked(Recurrent.StackedCells stacked, String path) {
            for (int i = 0; i < stacked.cells().size(); i++) {
                cells.add(of(stacked.cells().get(i), path + i + "/"));
            }
            reversed = stacked.reverseStateOrder();
        }

        private List<Integer> order() {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < cells.size(); i++) {
                order.add(reversed ? cells.size() - 1 - i : i);
            }
            return order;
        }

        @Override
        public List<int[]> states() {
            List<int[]> states = new ArrayList<>();
            order().forEach(i -> states.addAll(cells.get(i).states()));
            return states;
        }

        @Override
        public int[] output() {
            return cells.get(cells.size() - 1).output();
        }

        @Override
        public Step step(Flow x, List<Flow> states) {
            int[] first = new int[cells.size()];
            int at = 0;
            for (int i : order()) {
                first[i] = at;
                at += cells.get(i).states().size();
            }
            Flow y = x;
            Flow[] next = new Flow[states.size()];
            for (int i = 0; i < cells.size(); i++) {
                int count = cells.get(i).states().size();
                Step step = cells.get(i).step(y, states.subList(first[i], first[i] + count));
                for (int s = 0; s < count; s++) {
                    next[first[i] + s] = step.states().get(s);
                }
                y = step.output();
            }
            return new Step(y, List.of(next));
        }
    }
}
