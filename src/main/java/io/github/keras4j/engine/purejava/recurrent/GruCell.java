package io.github.keras4j.engine.purejava.recurrent;

import io.github.keras4j.engine.purejava.activations.CellActivations;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.values.LayerWeights;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gates z, r, h: {@code h = z h + (1 - z) act(...)}. The reset gate works on the state before the recurrent product
 * (Keras 1 and 2) or, with {@code reset_after}, on the product, which then has a bias of its own.
 */
final class GruCell implements CompiledCell {
    private final Recurrent.GruCell cell;
    private final int units;
    private final Gates kernel;
    private final Gates recurrent;
    private final Gates candidate;
    private final float[] bias;
    /** The candidate's bias within the reset gate's product; empty without reset_after. */
    private final float[] candidateBias;

    private final boolean elementWise;

    GruCell(Recurrent.GruCell cell, Weights weights, Kernels kernels) {
        this.cell = cell;
        units = cell.units();
        int in = weights.get("kernel").shape().size(0);
        float[] inputs = LayerWeights.floats(weights, "kernel", Shape.UNKNOWN, 3 * units);
        kernel = new Gates(inputs, in, units, kernels, 0, 1, 2);
        float[] states = LayerWeights.floats(weights, "recurrent_kernel", units, 3 * units);
        recurrent = new Gates(states, units, units, kernels, 0, 1);
        candidate = new Gates(states, units, units, kernels, 2);
        if (cell.resetAfter()) {
            float[] both = cell.useBias() ? LayerWeights.floats(weights, "bias", 2, 3 * units) : new float[6 * units];
            bias = Arrays.copyOfRange(both, 0, 3 * units);
            for (int i = 0; i < 2 * units; i++) {
                bias[i] += both[3 * units + i];
            }
            candidateBias = Arrays.copyOfRange(both, 5 * units, 6 * units);
        } else {
            bias = LayerWeights.bias(weights, cell.useBias(), 3 * units);
            candidateBias = new float[0];
        }
        elementWise = CellActivations.check(cell.activation()) & CellActivations.check(cell.recurrentActivation());
    }

    @Override
    public int inputSize() {
        return kernel.rows();
    }

    @Override
    public int[] stateSizes() {
        return new int[] {units};
    }

    @Override
    public int outputSize() {
        return units;
    }

    @Override
    public BoundCell bind(int batch, int steps, Kernels kernels, float[][] states) {
        return new Bound(batch, kernels, states[0], new GateSums(kernel, bias, batch, steps, kernels));
    }

    private final class Bound implements BoundCell {
        private final int batch;
        private final int plane;
        private final Kernels kernels;
        private final float[] h;
        private final GateSums gates;
        /** The candidate's recurrent product with reset_after, else the reset state. */
        private final float[] inner;

        private final float[] innerBias;

        Bound(int batch, Kernels kernels, float[] h, GateSums gates) {
            this.batch = batch;
            this.kernels = kernels;
            this.h = h;
            this.gates = gates;
            plane = batch * units;
            inner = new float[plane];
            innerBias = Gates.planes(candidateBias, units, batch);
        }

        @Override
        public float[] output() {
            return h;
        }

        @Override
        public void begin(float[] sequence) {
            gates.begin(sequence);
        }

        @Override
        public void step(int time, boolean atZero, boolean @Nullable [] active) {
            int at = gates.of(time);
            float[] sums = gates.sums();
            if (!atZero) {
                recurrent.multiply(kernels, batch, h, 0, units, sums, at);
            }
            activate(cell.recurrentActivation(), sums, at, 2 * batch);
            int hat = at + 2 * plane;
            if (cell.resetAfter()) {
                System.arraycopy(innerBias, 0, inner, 0, plane);
                if (!atZero) {
                    candidate.multiply(kernels, batch, h, 0, units, inner, 0);
                }
                kernels.multiply(plane, sums, at + plane, inner, 0, inner, 0);
                kernels.add(plane, sums, hat, inner, 0, sums, hat);
            } else if (!atZero) {
                kernels.multiply(plane, sums, at + plane, h, 0, inner, 0);
                candidate.multiply(kernels, batch, inner, 0, units, sums, hat);
            }
            activate(cell.activation(), sums, hat, batch);
            if (active == null) {
                kernels.mix(plane, sums, at, sums, hat, h, 0);
                return;
            }
            for (int row = 0; row < batch; row++) {
                if (active[row]) {
                    kernels.mix(units, sums, at + row * units, sums, hat + row * units, h, row * units);
                }
            }
        }

        private void activate(Activation activation, float[] x, int at, int rows) {
            if (elementWise) {
                kernels.activate(activation, x, at, rows * units);
            } else {
                CellActivations.rows(kernels, activation, x, at, rows, units);
            }
        }
    }
}
