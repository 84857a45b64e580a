package io.github.keras4j.engine.purejava.kernels;

import io.github.keras4j.model.Activation;
import java.util.Arrays;

/** {@link Kernels} in plain Java: loops over rows that HotSpot turns into vector instructions by itself. */
public class PlainKernels implements Kernels {
    @Override
    public String toString() {
        return "plain Java";
    }

    @Override
    public Matrix pack(float[] values, int rows, int columns) {
        return new Matrix(rows, columns, 1, values, values, null, null);
    }

    @Override
    public Matrix inPlanes(Matrix matrix, int planes) {
        return new Matrix(matrix.rows(), matrix.columns(), planes, matrix.values(), matrix.packed(), null, null);
    }

    @Override
    public void gemm(int m, float[] a, int aAt, int aStride, Matrix b, float[] c, int cAt, int cStride, int cPlane) {
        int columns = b.columns() / b.planes();
        for (int i = 0; i < m; i++) {
            for (int plane = 0; plane < b.planes(); plane++) {
                int to = cAt + i * cStride + plane * cPlane;
                for (int p = 0; p < b.rows(); p++) {
                    float x = a[aAt + i * aStride + p];
                    axpy(columns, x, b.values(), p * b.columns() + plane * columns, c, to);
                }
            }
        }
    }

    @Override
    public void gemm(
            int m, int n, int k, float[] a, int aAt, int aStride, float[] b, int bAt, float[] c, int cAt, int cStride) {
        for (int i = 0; i < m; i++) {
            for (int p = 0; p < k; p++) {
                axpy(n, a[aAt + i * aStride + p], b, bAt + p * n, c, cAt + i * cStride);
            }
        }
    }

    @Override
    public void gemm(
            int[] starts, int[] parts, int depth, float[] a, int aAt, Matrix b, float[] c, int cAt, int cStride) {
        int n = b.columns();
        for (int i = 0; i < starts.length; i++) {
            int row = 0;
            Arrays.fill(c, cAt + i * cStride, cAt + i * cStride + n, 0);
            for (int part : parts) {
                int from = aAt + starts[i] + part;
                for (int p = 0; p < depth; p++, row += n) {
                    axpy(n, a[from + p], b.values(), row, c, cAt + i * cStride);
                }
            }
        }
    }

    @Override
    public void axpy(int n, float alpha, float[] x, int xAt, float[] y, int yAt) {
        for (int j = 0; j < n; j++) {
            y[yAt + j] += alpha * x[xAt + j];
        }
    }

    @Override
    public void add(int n, float[] a, int aAt, float[] b, int bAt, float[] out, int outAt) {
        for (int j = 0; j < n; j++) {
            out[outAt + j] = a[aAt + j] + b[bAt + j];
        }
    }

    @Override
    public void multiply(int n, float[] a, int aAt, float[] b, int bAt, float[] out, int outAt) {
        for (int j = 0; j < n; j++) {
            out[outAt + j] = a[aAt + j] * b[bAt + j];
        }
    }

    @Override
    public void activate(Activation activation, float[] x, int at, int n) {
        ElementFunctions.activate(activation, x, at, n);
    }
}
