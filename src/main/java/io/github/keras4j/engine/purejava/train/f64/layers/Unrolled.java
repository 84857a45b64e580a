package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.Unit;
import io.github.keras4j.model.Recurrent.MaskedStep;
import io.github.keras4j.model.Recurrent.Walk;
import java.util.ArrayList;
import java.util.List;

/** A recurrent layer step by step on the tape: any cell, masks, initial and returned states, states that are carried. */
final class Unrolled {
    private final Tape tape;
    private final String path;
    private final Walk walk;
    private final boolean[] mask;

    /** @param mask over (batch, steps); empty: none */
    Unrolled(Tape tape, String path, Walk walk, boolean[] mask) {
        this.tape = tape;
        this.path = path;
        this.walk = walk;
        this.mask = mask;
    }

    List<Flow> run(Cells.Cell cell, Flow input, List<Flow> initial) {
        Flow x = walk.timeMajor() ? swapped(input) : input;
        int steps = x.sizes[0];
        List<Flow> states = initial.isEmpty() ? start(cell, x) : initial;
        Flow zeros = tape.constant(new double[0], stateShape(x.batch, cell.output()));
        Flow last = zeros;
        List<Flow> outputs = new ArrayList<>();
        for (int t = 0; t < steps; t++) {
            int source = walk.goBackwards() ? steps - 1 - t : t;
            Flow step = at(x, source);
            Cells.Step next = cell.step(step, states);
            if (mask.length == 0) {
                states = next.states();
                last = next.output();
            } else {
                List<Flow> kept = new ArrayList<>();
                for (int s = 0; s < states.size(); s++) {
                    kept.add(select(source, steps, next.states().get(s), states.get(s)));
                }
                Flow otherwise = walk.maskedStep() == MaskedStep.ZERO
                        ? zeros
                        : walk.maskedStep() == MaskedStep.HOLD_STATE ? states.get(0) : last;
                last = select(source, steps, next.output(), otherwise);
                states = kept;
            }
            outputs.add(tape.reshape(last, withStep(last)));
        }
        keep(cell, states);
        List<Flow> results = new ArrayList<>();
        if (walk.returnSequences()) {
            Flow y = tape.concatenate(outputs, 1);
            results.add(walk.timeMajor() ? swapped(y) : y.withMask(mask));
        } else {
            results.add(last);
        }
        if (walk.returnState()) {
            results.addAll(states);
        }
        return results;
    }

    private Flow swapped(Flow x) {
        int[] order = new int[x.sizes.length + 1];
        for (int i = 2; i < order.length; i++) {
            order[i] = i;
        }
        order[0] = 1;
        return tape.transpose(x, order);
    }

    private Flow at(Flow x, int step) {
        int[] shape = new int[x.sizes.length];
        shape[0] = x.batch;
        System.arraycopy(x.sizes, 1, shape, 1, x.sizes.length - 1);
        return tape.reshape(tape.slice(x, 1, step, step + 1), shape);
    }

    private static int[] withStep(Flow x) {
        int[] shape = new int[x.sizes.length + 2];
        shape[0] = x.batch;
        shape[1] = 1;
        System.arraycopy(x.sizes, 0, shape, 2, x.sizes.length);
        return shape;
    }

    private static int[] stateShape(int batch, int[] sizes) {
        int[] shape = new int[sizes.length + 1];
        shape[0] = batch;
        System.arraycopy(sizes, 0, shape, 1, sizes.length);
        return shape;
    }

    private Flow select(int step, int steps, Flow live, Flow otherwise) {
        int[] index = new int[live.batch];
        for (int b = 0; b < index.length; b++) {
            index[b] = b * steps + step;
        }
        return tape.select(mask, index, live, otherwise);
    }

    private List<Flow> start(Cells.Cell cell, Flow x) {
        List<Flow> states = new ArrayList<>();
        for (int s = 0; s < cell.states().size(); s++) {
            int[] sizes = cell.states().get(s);
            Flow state = tape.constant(new double[0], stateShape(x.batch, sizes));
            if (walk.stateful()) {
                tape.graph.units.add(new Carried(carried(s, state), state, true));
            }
            states.add(state);
        }
        return states;
    }

    private void keep(Cells.Cell cell, List<Flow> states) {
        for (int s = 0; s < cell.states().size() && walk.stateful(); s++) {
            tape.graph.units.add(new Carried(carried(s, states.get(s)), states.get(s), false));
        }
    }

    private double[] carried(int state, Flow flow) {
        return tape.graph.states.of(path + "state" + state, 1, flow.value.length)[0];
    }

    /** Copies what is carried from batch to batch into a state, or a state there. */
    private static final class Carried extends Unit {
        private final double[] carried;
        private final Flow state;
        private final boolean in;

        private Carried(double[] carried, Flow state, boolean in) {
            this.carried = carried;
            this.state = state;
            this.in = in;
        }

        @Override
        public void forward(boolean training) {
            System.arraycopy(in ? carried : state.value, 0, in ? state.value : carried, 0, carried.length);
        }

        @Override
        public void backward() {}
    }
}
