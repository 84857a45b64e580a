package io.github.keras4j.engine.purejava;

import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;

/** Gates i, f, c, o: {@code c = f c + i act(...)}, {@code h = o act(c)}. */
final class LstmCell implements CompiledCell {
    private final Recurrent.LstmCell cell;
    private final int units;
    private final Matrix kernel;
    private final Matrix recurrent;
    private final float[] bias;
    private final boolean elementWise;

    LstmCell(Recurrent.LstmCell cell, Weights weights, Kernels kernels) {
        this.cell = cell;
        units = cell.units();
        int in = weights.get("kernel").shape().size(0);
        kernel = kernels.pack(LayerWeights.floats(weights, "kernel", Shape.UNKNOWN, 4 * units), in, 4 * units);
        recurrent = kernels.pack(LayerWeights.floats(weights, "recurrent_kernel", units, 4 * units), units, 4 * units);
        bias = LayerWeights.bias(weights, cell.useBias(), 4 * units);
        elementWise = CellActivations.check(cell.activation()) & CellActivations.check(cell.recurrentActivation());
    }

    @Override
    public int inputSize() {
        return kernel.rows();
    }

    @Override
    public int projectionSize() {
        return 4 * units;
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
    public void project(Kernels kernels, int rows, float[] x, float[] into) {
        kernels.affine(rows, x, 0, kernel.rows(), kernel, bias, into, 0, 4 * units);
    }

    @Override
    public BoundCell bind(int batch, Kernels kernels, float[][] states) {
        float[] h = states[0];
        float[] c = states[1];
        return new BoundCell() {
            @Override
            public float[] output() {
                return h;
            }

            @Override
            public void step(float[] projected, int at, int stride, boolean[] active) {
                kernels.gemm(batch, h, 0, units, recurrent, projected, at, stride);
                for (int row = 0; row < batch; row++) {
                    if (!active[row]) {
                        continue;
                    }
                    int gates = at + row * stride;
                    if (elementWise) {
                        kernels.lstmStep(
                                units,
                                cell.activation(),
                                cell.recurrentActivation(),
                                projected,
                                gates,
                                c,
                                row * units,
                                h,
                                row * units);
                    } else {
                        byRows(kernels, projected, gates, c, h, row * units);
                    }
                }
            }
        };
    }

    /** The same with activations over an axis, such as softmax: each gate is an axis of its own. */
    private void byRows(Kernels kernels, float[] gates, int at, float[] c, float[] h, int state) {
        for (int gate = 0; gate < 4; gate++) {
            CellActivations.apply(
                    kernels,
                    gate == 2 ? cell.activation() : cell.recurrentActivation(),
                    gates,
                    at + gate * units,
                    units);
        }
        for (int i = 0; i < units; i++) {
            c[state + i] = gates[at + units + i] * c[state + i] + gates[at + i] * gates[at + 2 * units + i];
            h[state + i] = c[state + i];
        }
        CellActivations.apply(kernels, cell.activation(), h, state, units);
        for (int i = 0; i < units; i++) {
            h[state + i] *= gates[at + 3 * units + i];
        }
    }
}
