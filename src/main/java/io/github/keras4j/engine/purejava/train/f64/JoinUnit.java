package io.github.keras4j.engine.purejava.train.f64;

import java.util.Arrays;
import java.util.List;

/**
 * Several flows into one, along the last axis or element by element; a flow may be read with its steps reversed, as
 * Bidirectional reads its backward layer's.
 */
public final class JoinUnit extends Unit {
    /** How. */
    public enum Mode {
        CONCATENATE,
        ADD,
        AVERAGE,
        MULTIPLY
    }

    private final List<Flow> inputs;
    private final boolean[] reversed;
    private final Flow output;
    private final Mode mode;

    public JoinUnit(List<Flow> inputs, boolean[] reversed, Flow output, Mode mode) {
        this.inputs = inputs;
        this.reversed = reversed;
        this.output = output;
        this.mode = mode;
    }

    /** Where row r of the output lies in input k. */
    private int row(int k, int r) {
        if (!reversed[k]) {
            return r;
        }
        int steps = output.sizes[0];
        return r / steps * steps + steps - 1 - r % steps;
    }

    @Override
    public void forward(boolean training) {
        int cols = output.last();
        Arrays.fill(output.value, mode == Mode.MULTIPLY ? 1 : 0);
        int column = 0;
        for (int k = 0; k < inputs.size(); k++) {
            Flow input = inputs.get(k);
            int width = input.last();
            for (int r = 0; r < output.rows(); r++) {
                int from = row(k, r) * width;
                if (mode == Mode.CONCATENATE) {
                    System.arraycopy(input.value, from, output.value, r * cols + column, width);
                } else if (mode == Mode.MULTIPLY) {
                    for (int i = 0; i < cols; i++) {
                        output.value[r * cols + i] *= input.value[from + i];
                    }
                } else {
                    Kernels.BEST.axpy(cols, share(), input.value, from, output.value, r * cols);
                }
            }
            column += width;
        }
        if (output.masked()) {
            System.arraycopy(inputs.get(0).mask, 0, output.mask, 0, output.mask.length);
        }
    }

    private double share() {
        return mode == Mode.AVERAGE ? (double) 1 / inputs.size() : 1;
    }

    @Override
    public void backward() {
        int cols = output.last();
        int column = 0;
        for (int k = 0; k < inputs.size(); k++) {
            Flow input = inputs.get(k);
            int width = input.last();
            for (int r = 0; r < output.rows(); r++) {
                int to = row(k, r) * width;
                if (mode == Mode.CONCATENATE) {
                    Kernels.BEST.add(width, output.gradient, r * cols + column, input.gradient, to);
                } else if (mode == Mode.MULTIPLY) {
                    for (int i = 0; i < cols; i++) {
                        input.gradient[to + i] += output.gradient[r * cols + i] * othersProduct(k, r, i);
                    }
                } else {
                    Kernels.BEST.axpy(cols, share(), output.gradient, r * cols, input.gradient, to);
                }
            }
            column += width;
        }
    }

    private double othersProduct(int k, int r, int i) {
        double product = 1;
        for (int other = 0; other < inputs.size(); other++) {
            if (other != k) {
                product *= inputs.get(other).value[row(other, r) * output.last() + i];
            }
        }
        return product;
    }
}
