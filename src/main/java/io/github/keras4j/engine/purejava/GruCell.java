package io.github.keras4j.engine.purejava;

import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import java.util.Arrays;

/**
 * Gates z, r, h: {@code h = z h + (1 - z) act(...)}. The reset gate works on the state before the recurrent product
 * (Keras 1 and 2) or, with {@code reset_after}, on the product, which then has a bias of its own.
 */
final class GruCell implements CompiledCell {
    private final Recurrent.GruCell cell;
    private final int units;
    private final Matrix kernel;
    private final float[] bias;
    private final float[] recurrentBias;
    /** All gates with reset_after, else z and r. */
    private final Matrix recurrent;
    /** The candidate's, without reset_after. */
    private final Matrix recurrentCandidate;

    GruCell(Recurrent.GruCell cell, Weights weights, Kernels kernels) {
        this.cell = cell;
        units = cell.units();
        int in = weights.get("kernel").shape().size(0);
        kernel = kernels.pack(LayerWeights.floats(weights, "kernel", Shape.UNKNOWN, 3 * units), in, 3 * units);
        float[] all = LayerWeights.floats(weights, "recurrent_kernel", units, 3 * units);
        recurrentCandidate = kernels.pack(columns(all, 2 * units, 3 * units), units, units);
        if (cell.resetAfter()) {
            recurrent = kernels.pack(all, units, 3 * units);
            float[] both = cell.useBias() ? LayerWeights.floats(weights, "bias", 2, 3 * units) : new float[6 * units];
            bias = Arrays.copyOfRange(both, 0, 3 * units);
            recurrentBias = Arrays.copyOfRange(both, 3 * units, 6 * units);
        } else {
            recurrent = kernels.pack(columns(all, 0, 2 * units), units, 2 * units);
            bias = LayerWeights.bias(weights, cell.useBias(), 3 * units);
            recurrentBias = new float[0];
        }
        CellActivations.check(cell.activation());
        CellActivations.check(cell.recurrentActivation());
    }

    private float[] columns(float[] all, int from, int to) {
        float[] part = new float[units * (to - from)];
        for (int row = 0; row < units; row++) {
            System.arraycopy(all, row * 3 * units + from, part, row * (to - from), to - from);
        }
        return part;
    }

    @Override
    public int inputSize() {
        return kernel.rows();
    }

    @Override
    public int projectionSize() {
        return 3 * units;
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
    public void project(Kernels kernels, int rows, float[] x, float[] into) {
        kernels.affine(rows, x, 0, kernel.rows(), kernel, bias, into, 0, 3 * units);
    }

    @Override
    public BoundCell bind(int batch, Kernels kernels, float[][] states) {
        return cell.resetAfter()
                ? new ResetAfter(batch, kernels, states[0])
                : new ResetBefore(batch, kernels, states[0]);
    }

    /** Activates the candidate and mixes it into the state. */
    private void mix(Kernels kernels, float[] gates, int at, float[] h, int state) {
        CellActivations.apply(kernels, cell.activation(), gates, at + 2 * units, units);
        for (int i = 0; i < units; i++) {
            float z = gates[at + i];
            h[state + i] = z * h[state + i] + (1 - z) * gates[at + 2 * units + i];
        }
    }

    private void activateGates(Kernels kernels, float[] gates, int at) {
        CellActivations.apply(kernels, cell.recurrentActivation(), gates, at, units);
        CellActivations.apply(kernels, cell.recurrentActivation(), gates, at + units, units);
    }

    private final class ResetAfter implements BoundCell {
        private final int batch;
        private final Kernels kernels;
        private final float[] h;
        private final float[] inner;

        ResetAfter(int batch, Kernels kernels, float[] h) {
            this.batch = batch;
            this.kernels = kernels;
            this.h = h;
            inner = new float[batch * 3 * units];
        }

        @Override
        public float[] output() {
            return h;
        }

        @Override
        public void step(float[] projected, int at, int stride, boolean[] active) {
            kernels.affine(batch, h, 0, units, recurrent, recurrentBias, inner, 0, 3 * units);
            for (int row = 0; row < batch; row++) {
                if (!active[row]) {
                    continue;
                }
                int gates = at + row * stride;
                int from = row * 3 * units;
                kernels.add(2 * units, projected, gates, inner, from, projected, gates);
                activateGates(kernels, projected, gates);
                for (int i = 0; i < units; i++) {
                    projected[gates + 2 * units + i] += projected[gates + units + i] * inner[from + 2 * units + i];
                }
                mix(kernels, projected, gates, h, row * units);
            }
        }
    }

    private final class ResetBefore implements BoundCell {
        private final int batch;
        private final Kernels kernels;
        private final float[] h;
        private final float[] reset;

        ResetBefore(int batch, Kernels kernels, float[] h) {
            this.batch = batch;
            this.kernels = kernels;
            this.h = h;
            reset = new float[batch * units];
        }

        @Override
        public float[] output() {
            return h;
        }

        @Override
        public void step(float[] projected, int at, int stride, boolean[] active) {
            kernels.gemm(batch, h, 0, units, recurrent, projected, at, stride);
            for (int row = 0; row < batch; row++) {
                int gates = at + row * stride;
                activateGates(kernels, projected, gates);
                kernels.multiply(units, projected, gates + units, h, row * units, reset, row * units);
            }
            kernels.gemm(batch, reset, 0, units, recurrentCandidate, projected, at + 2 * units, stride);
            for (int row = 0; row < batch; row++) {
                if (active[row]) {
                    mix(kernels, projected, at + row * stride, h, row * units);
                }
            }
        }
    }
}
