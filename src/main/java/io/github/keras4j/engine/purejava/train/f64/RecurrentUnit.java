package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.model.Recurrent.MaskedStep;
import io.github.keras4j.model.Recurrent.Walk;
import java.util.Arrays;

/**
 * A recurrent layer: walks the steps forwards or backwards, carries states, and goes the whole way back in time. A
 * masked step keeps the states, and gives what {@link MaskedStep} says.
 */
public final class RecurrentUnit extends Unit {
    private final Flow input;
    private final Flow output;
    private final CellLoop cell;
    private final Walk walk;
    private final int steps;
    private final int batch;
    private final int units;
    private final double[] x;
    private final double[] dx;
    private final boolean[] live;
    /** Last output of each row, for masked steps, and its gradient. */
    private final double[] held;

    /** Carried from batch to batch when stateful, one per state. */
    private final double[][] carried;

    /**
     * @param carried the states to start from and to leave behind, each {@code [batch][units]}; none: not stateful
     */
    public RecurrentUnit(
            Flow input, Flow output, CellLoop cell, Walk walk, boolean needsInputGradient, double[][] carried) {
        this.input = input;
        this.output = output;
        this.cell = cell;
        this.walk = walk;
        this.carried = carried;
        steps = cell.steps;
        batch = cell.batch;
        units = cell.units;
        x = new double[steps * batch * cell.in];
        dx = new double[needsInputGradient ? x.length : 0];
        live = new boolean[input.masked() ? steps * batch : 0];
        held = new double[input.masked() ? batch * units : 0];
    }

    private int source(int t) {
        return walk.goBackwards() ? steps - 1 - t : t;
    }

    @Override
    public void forward(boolean training) {
        int in = cell.in;
        for (int t = 0; t < steps; t++) {
            for (int b = 0; b < batch; b++) {
                int from = b * steps + source(t);
                System.arraycopy(input.value, from * in, x, (t * batch + b) * in, in);
                if (live.length > 0) {
                    live[t * batch + b] = input.mask[from];
                }
            }
        }
        cell.project(x);
        double[][] states = cell.states();
        int size = batch * units;
        for (int s = 0; s < states.length; s++) {
            if (carried.length > 0) {
                System.arraycopy(carried[s], 0, states[s], 0, size);
            }
        }
        Arrays.fill(held, 0);
        for (int t = 0; t < steps; t++) {
            cell.step(t);
            if (live.length > 0) {
                holdMasked(t, states);
            }
            writeOutput(t);
        }
        for (int s = 0; s < carried.length; s++) {
            System.arraycopy(states[s], steps * size, carried[s], 0, size);
        }
        if (output.masked()) {
            System.arraycopy(input.mask, 0, output.mask, 0, output.mask.length);
        }
    }

    private void holdMasked(int t, double[][] states) {
        for (int b = 0; b < batch; b++) {
            if (!live[t * batch + b]) {
                for (double[] state : states) {
                    int from = (t * batch + b) * units;
                    System.arraycopy(state, from, state, from + batch * units, units);
                }
            }
        }
    }

    private void writeOutput(int t) {
        boolean last = t == steps - 1;
        if (!walk.returnSequences() && !last && live.length == 0) {
            return;
        }
        for (int b = 0; b < batch; b++) {
            double[] from = cell.h;
            int at = ((t + 1) * batch + b) * units;
            if (live.length > 0 && walk.maskedStep() != MaskedStep.HOLD_STATE) {
                if (live[t * batch + b]) {
                    System.arraycopy(cell.h, at, held, b * units, units);
                } else if (walk.maskedStep() == MaskedStep.ZERO) {
                    Arrays.fill(held, b * units, (b + 1) * units, 0);
                }
                from = held;
                at = b * units;
            }
            if (walk.returnSequences()) {
                System.arraycopy(from, at, output.value, (b * steps + t) * units, units);
            } else if (last) {
                System.arraycopy(from, at, output.value, b * units, units);
            }
        }
    }

    @Override
    public void backward() {
        cell.beginBack();
        Arrays.fill(held, 0);
        for (int t = steps - 1; t >= 0; t--) {
            readOutputGradient(t);
            cell.stepBack(t, live);
        }
        Arrays.fill(dx, 0);
        cell.finishBack(x, dx);
        if (dx.length > 0) {
            int in = cell.in;
            for (int t = 0; t < steps; t++) {
                for (int b = 0; b < batch; b++) {
                    Kernels.BEST.add(in, dx, (t * batch + b) * in, input.gradient, (b * steps + source(t)) * in);
                }
            }
        }
    }

    private void readOutputGradient(int t) {
        boolean last = t == steps - 1;
        for (int b = 0; b < batch; b++) {
            int row = b * units;
            boolean given = walk.returnSequences() || last;
            int at = walk.returnSequences() ? (b * steps + t) * units : row;
            if (live.length == 0 || walk.maskedStep() == MaskedStep.HOLD_STATE) {
                if (given) {
                    Kernels.BEST.add(units, output.gradient, at, cell.dh, row);
                }
                continue;
            }
            if (given) {
                Kernels.BEST.add(units, output.gradient, at, held, row);
            }
            if (live[t * batch + b]) {
                Kernels.BEST.add(units, held, row, cell.dh, row);
                Arrays.fill(held, row, row + units, 0);
            } else if (walk.maskedStep() == MaskedStep.ZERO) {
                Arrays.fill(held, row, row + units, 0);
            }
        }
    }
}
