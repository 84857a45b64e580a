package io.github.keras4j.engine.purejava.recurrent;

import io.github.keras4j.engine.purejava.activations.CellActivations;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.values.LayerWeights;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** {@code h = act(x kernel + h recurrent_kernel + bias)}. */
final class SimpleCell implements CompiledCell {
    private final Recurrent.SimpleCell cell;
    private final int units;
    private final Gates kernel;
    private final Gates recurrent;
    private final float[] bias;

    SimpleCell(Recurrent.SimpleCell cell, Weights weights, Kernels kernels) {
        this.cell = cell;
        units = cell.units();
        int in = weights.get("kernel").shape().size(0);
        float[] inputs = LayerWeights.floats(weights, "kernel", Shape.UNKNOWN, units);
        kernel = new Gates(inputs, in, units, kernels, 0);
        float[] states = LayerWeights.floats(weights, "recurrent_kernel", units, units);
        recurrent = new Gates(states, units, units, kernels, 0);
        bias = LayerWeights.bias(weights, cell.useBias(), units);
        CellActivations.check(cell.activation());
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
        float[] h = states[0];
        GateSums gates = new GateSums(kernel, bias, batch, steps, kernels);
        return new BoundCell() {
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
                CellActivations.rows(kernels, cell.activation(), sums, at, batch, units);
                if (active == null) {
                    System.arraycopy(sums, at, h, 0, batch * units);
                    return;
                }
                for (int row = 0; row < batch; row++) {
                    if (active[row]) {
                        System.arraycopy(sums, at + row * units, h, row * units, units);
                    }
                }
            }
        };
    }
}
