package io.github.keras4j.engine.purejava.recurrent;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.kernels.Matrix;

/**
 * The weights of a cell's gates. Sums lie in planes, one gate behind the other, each {@code [batch][units]}: so one
 * call of an activation serves all gates and samples that share it, and a batch's sums are written to adjacent rows.
 * For one sample the planes are one row, and the gates' columns one matrix.
 */
final class Gates {
    private final int units;
    private final Matrix all;
    private final Matrix inPlanes;

    /**
     * @param values row-major {@code [rows][columns]}; a gate is {@code units} of its columns
     * @param order which gate of {@code values} comes first, second, ... in the planes
     */
    Gates(float[] values, int rows, int units, Kernels kernels, int... order) {
        this.units = units;
        int columns = rows == 0 ? 0 : values.length / rows;
        float[] joined = new float[rows * order.length * units];
        for (int gate = 0; gate < order.length; gate++) {
            for (int row = 0; row < rows; row++) {
                int from = row * columns + order[gate] * units;
                System.arraycopy(values, from, joined, (row * order.length + gate) * units, units);
            }
        }
        all = kernels.pack(joined, rows, order.length * units);
        inPlanes = kernels.inPlanes(all, order.length);
    }

    /** A bias in the planes' order. */
    static float[] reorder(float[] bias, int units, int... order) {
        int[] columns = columns(units, order);
        float[] ordered = new float[columns.length];
        for (int i = 0; i < columns.length; i++) {
            ordered[i] = bias[columns[i]];
        }
        return ordered;
    }

    /** Which of the weights' columns comes first, second, ... in the planes. */
    static int[] columns(int units, int... order) {
        int[] columns = new int[order.length * units];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = order[i / units] * units + i % units;
        }
        return columns;
    }

    /** A bias for each row of each plane. */
    static float[] planes(float[] bias, int units, int batch) {
        float[] planes = new float[bias.length * batch];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = bias[i / (units * batch) * units + i % units];
        }
        return planes;
    }

    int rows() {
        return all.rows();
    }

    /** All gates for rows that follow one another: {@code into} is {@code [rows][gates * units]}, a plane each row. */
    void project(Kernels kernels, int rows, float[] x, float[] bias, float[] into) {
        kernels.affine(rows, x, 0, all.rows(), all, bias, into, 0, all.columns());
    }

    /** Adds the product of {@code batch} rows to the planes that start at {@code at}. */
    void multiply(Kernels kernels, int batch, float[] a, int aAt, int aStride, float[] sums, int at) {
        if (batch == 1) {
            kernels.gemm(1, a, aAt, aStride, all, sums, at, all.columns());
            return;
        }
        kernels.gemm(batch, a, aAt, aStride, inPlanes, sums, at, units, batch * units);
    }

    /** {@code bias} plus the product of {@code batch} rows, into the planes that start at 0. */
    void affine(Kernels kernels, int batch, float[] a, int aAt, int aStride, float[] bias, float[] sums) {
        kernels.affine(batch, a, aAt, aStride, inPlanes, bias, sums, 0, units, batch * units);
    }
}
