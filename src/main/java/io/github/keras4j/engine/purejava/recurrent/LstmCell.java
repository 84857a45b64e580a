package io.github.keras4j.engine.purejava.recurrent;

import io.github.keras4j.engine.purejava.activations.CellActivations;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.kernels.LaneWeights;
import io.github.keras4j.engine.purejava.values.LayerWeights;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Gates i, f, c, o: {@code c = f c + i act(...)}, {@code h = o act(c)}. The planes' order is f, i, o, c: one range for
 * the recurrent activation, one for the other, and all but f, which counts for nothing where c is zero, in one range.
 */
final class LstmCell implements CompiledCell {
    static final int[] ORDER = {1, 0, 3, 2};

    private final Recurrent.LstmCell cell;
    private final int units;
    private final Gates kernel;
    private final Gates recurrent;
    private final float[] bias;
    private final boolean elementWise;
    private final @Nullable LaneWeights lanes;
    /** Whether the forget gate is a number for every input that is one: then it can be left out where c is zero. */
    private final boolean finite;

    LstmCell(Recurrent.LstmCell cell, Weights weights, Kernels kernels) {
        this.cell = cell;
        units = cell.units();
        int in = weights.get("kernel").shape().size(0);
        float[] inputs = LayerWeights.floats(weights, "kernel", Shape.UNKNOWN, 4 * units);
        kernel = new Gates(inputs, in, units, kernels, ORDER);
        float[] states = LayerWeights.floats(weights, "recurrent_kernel", units, 4 * units);
        recurrent = new Gates(states, units, units, kernels, ORDER);
        bias = Gates.reorder(LayerWeights.bias(weights, cell.useBias(), 4 * units), units, ORDER);
        // Keras's gates are i, f, c, o; the bias is in the planes' order
        finite = isFinite(in, inputs, 4 * units, units, units) && isFinite(1, bias, 0, 0, units);
        elementWise = CellActivations.check(cell.activation()) & CellActivations.check(cell.recurrentActivation());
        lanes = elementWise && kernels.prefersLanes(units)
                ? kernels.packLanes(
                        LayerWeights.bias(weights, cell.useBias(), 4 * units),
                        Gates.columns(units, ORDER),
                        inputs,
                        states)
                : null;
    }

    @Override
    public int inputSize() {
        return kernel.rows();
    }

    @Override
    public int[] stateSizes() {
        return new int[] {units, units};
    }

    @Override
    public int outputSize() {
        return units;
    }

    @Override
    public BoundCell bind(int batch, int steps, Kernels kernels, float[][] states) {
        return new Bound(batch, steps, kernels, states, new GateSums(kernel, bias, batch, steps, kernels));
    }

    @Override
    public BoundCell bindUnmasked(int batch, int steps, Kernels kernels, float[][] states) {
        return lanes == null || batch < kernels.lanes()
                ? bind(batch, steps, kernels, states)
                : new LaneLstm(
                        lanes,
                        inputSize(),
                        units,
                        finite,
                        cell.activation(),
                        cell.recurrentActivation(),
                        batch,
                        steps,
                        kernels,
                        states);
    }

    /** Whether all numbers of rows are finite: {@code size} of each, from {@code at} on, rows {@code stride} apart. */
    static boolean isFinite(int rows, float[] x, int stride, int at, int size) {
        float sum = 0;
        for (int row = 0; row < rows; row++) {
            for (int i = row * stride + at; i < row * stride + at + size; i++) {
                sum += x[i] * 0; // NaN for infinities and NaN
            }
        }
        return sum == 0;
    }

    private final class Bound implements BoundCell {
        private final int batch;
        private final int steps;
        private final Kernels kernels;
        private final float[] h;
        private final float[] c;
        private final GateSums gates;
        private float[] x = {};

        Bound(int batch, int steps, Kernels kernels, float[][] states, GateSums gates) {
            this.batch = batch;
            this.steps = steps;
            this.kernels = kernels;
            h = states[0];
            c = states[1];
            this.gates = gates;
        }

        @Override
        public float[] output() {
            return h;
        }

        @Override
        public void begin(float[] sequence) {
            x = sequence;
            gates.begin(sequence);
        }

        @Override
        public void step(int time, boolean atZero, boolean @Nullable [] active) {
            int at = gates.of(time);
            float[] sums = gates.sums();
            int plane = batch * units;
            if (!atZero) {
                recurrent.multiply(kernels, batch, h, 0, units, sums, at);
            }
            if (!elementWise) {
                CellActivations.rows(kernels, cell.recurrentActivation(), sums, at, 3 * batch, units);
                CellActivations.rows(kernels, cell.activation(), sums, at + 3 * plane, batch, units);
            }
            int in = kernel.rows();
            boolean fromZero = atZero && finite && isFinite(batch, x, steps * in, time * in, in);
            if (active == null) {
                move(sums, at, fromZero, 0, batch);
                return;
            }
            for (int row = 0; row < batch; row++) {
                if (active[row]) {
                    move(sums, at + row * units, fromZero, row * units, 1);
                }
            }
        }

        private void move(float[] sums, int at, boolean fromZero, int state, int rows) {
            int plane = batch * units;
            int n = rows * units;
            if (elementWise) {
                kernels.lstm(
                        n,
                        cell.activation(),
                        cell.recurrentActivation(),
                        sums,
                        at,
                        plane,
                        fromZero,
                        c,
                        state,
                        h,
                        state);
                return;
            }
            kernels.lstmState(n, sums, at, plane, c, state, h, state);
            CellActivations.rows(kernels, cell.activation(), h, state, rows, units);
            kernels.multiply(n, h, state, sums, at + 2 * plane, h, state);
        }
    }
}
