package io.github.keras4j.engine.purejava;

import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;

/** {@code h = act(x kernel + h recurrent_kernel + bias)}. */
final class SimpleCell implements CompiledCell {
    private final Recurrent.SimpleCell cell;
    private final int units;
    private final Matrix kernel;
    private final Matrix recurrent;
    private final float[] bias;

    SimpleCell(Recurrent.SimpleCell cell, Weights weights, Kernels kernels) {
        this.cell = cell;
        units = cell.units();
        int in = weights.get("kernel").shape().size(0);
        kernel = kernels.pack(LayerWeights.floats(weights, "kernel", Shape.UNKNOWN, units), in, units);
        recurrent = kernels.pack(LayerWeights.floats(weights, "recurrent_kernel", units, units), units, units);
        bias = LayerWeights.bias(weights, cell.useBias(), units);
        CellActivations.check(cell.activation());
    }

    @Override
    public int inputSize() {
        return kernel.rows();
    }

    @Override
    public int projectionSize() {
        return units;
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
        kernels.affine(rows, x, 0, kernel.rows(), kernel, bias, into, 0, units);
    }

    @Override
    public BoundCell bind(int batch, Kernels kernels, float[][] states) {
        float[] h = states[0];
        return new BoundCell() {
            @Override
            public float[] output() {
                return h;
            }

            @Override
            public void step(float[] projected, int at, int stride, boolean[] active) {
                kernels.gemm(batch, h, 0, units, recurrent, projected, at, stride);
                for (int row = 0; row < batch; row++) {
                    if (active[row]) {
                        CellActivations.apply(kernels, cell.activation(), projected, at + row * stride, units);
                        System.arraycopy(projected, at + row * stride, h, row * units, units);
                    }
                }
            }
        };
    }
}
