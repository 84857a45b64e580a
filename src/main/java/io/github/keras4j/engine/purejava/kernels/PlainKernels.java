package io.github.keras4j.engine.purejava.kernels;

import io.github.keras4j.model.Activation;
import java.util.Arrays;

/**
 * {@link Kernels} in plain Java: loops that C2 turns into vector instructions by itself. It does so where all arrays of a
 * loop are read at one index; with other offsets they might overlap, for all that it knows, and it stays scalar. So a
 * product's sums and each row of its right-hand side are arrays of their own: 19 GFLOP/s on a core where offsets gave 3.5.
 */
public class PlainKernels implements Kernels {
    private static final float[] NOTHING = {};

    @Override
    public String toString() {
        return "plain Java";
    }

    @Override
    public Matrix pack(float[] values, int rows, int columns) {
        return new Matrix(rows, columns, 1, NOTHING, NOTHING, lines(values, rows, columns, 1), null, null);
    }

    /** Each row of each plane as an array. */
    private static float[][] lines(float[] values, int rows, int columns, int planes) {
        int width = columns / planes;
        float[][] lines = new float[planes * rows][];
        for (int i = 0; i < lines.length; i++) {
            int from = i % rows * columns + i / rows * width;
            lines[i] = Arrays.copyOfRange(values, from, from + width);
        }
        return lines;
    }

    @Override
    public Matrix inPlanes(Matrix matrix, int planes) {
        float[] values = new float[matrix.rows() * matrix.columns()];
        for (int row = 0; row < matrix.rows(); row++) {
            System.arraycopy(matrix.lines()[row], 0, values, row * matrix.columns(), matrix.columns());
        }
        float[][] lines = lines(values, matrix.rows(), matrix.columns(), planes);
        return new Matrix(matrix.rows(), matrix.columns(), planes, NOTHING, NOTHING, lines, null, null);
    }

    @Override
    public void gemm(int m, float[] a, int aAt, int aStride, Matrix b, float[] c, int cAt, int cStride, int cPlane) {
        int columns = b.columns() / b.planes();
        float[] sums = Scratch.mine().sums(columns);
        for (int i = 0; i < m; i++) {
            for (int plane = 0; plane < b.planes(); plane++) {
                int to = cAt + i * cStride + plane * cPlane;
                System.arraycopy(c, to, sums, 0, columns);
                multiply(b.rows(), a, aAt + i * aStride, b.lines(), plane * b.rows(), columns, sums);
                System.arraycopy(sums, 0, c, to, columns);
            }
        }
    }

    @Override
    public void gemm(
            int m, int n, int k, float[] a, int aAt, int aStride, float[] b, int bAt, float[] c, int cAt, int cStride) {
        Scratch scratch = Scratch.mine();
        float[][] lines = scratch.lines(k, n);
        for (int p = 0; p < k; p++) {
            System.arraycopy(b, bAt + p * n, lines[p], 0, n);
        }
        float[] sums = scratch.sums(n);
        for (int i = 0; i < m; i++) {
            System.arraycopy(c, cAt + i * cStride, sums, 0, n);
            multiply(k, a, aAt + i * aStride, lines, 0, n, sums);
            System.arraycopy(sums, 0, c, cAt + i * cStride, n);
        }
    }

    @Override
    public void gemm(
            int[] starts, int[] parts, int depth, float[] a, int aAt, Matrix b, float[] c, int cAt, int cStride) {
        int n = b.columns();
        float[] sums = Scratch.mine().sums(n);
        for (int i = 0; i < starts.length; i++) {
            Arrays.fill(sums, 0, n, 0);
            for (int part = 0; part < parts.length; part++) {
                multiply(depth, a, aAt + starts[i] + parts[part], b.lines(), part * depth, n, sums);
            }
            System.arraycopy(sums, 0, c, cAt + i * cStride, n);
        }
    }

    /** {@code sums += a b} for one row and the {@code k} lines from {@code first} on. */
    private void multiply(int k, float[] a, int aAt, float[][] lines, int first, int n, float[] sums) {
        int p = 0;
        for (; p <= k - 4; p += 4) {
            int at = aAt + p;
            int line = first + p;
            four(
                    n,
                    a[at],
                    a[at + 1],
                    a[at + 2],
                    a[at + 3],
                    lines[line],
                    lines[line + 1],
                    lines[line + 2],
                    lines[line + 3],
                    sums);
        }
        for (; p < k; p++) {
            one(n, a[aAt + p], lines[first + p], sums);
        }
    }

    /** {@code sums += a b}; all arrays from 0 on, see the class's comment. */
    void one(int n, float a, float[] b, float[] sums) {
        for (int j = 0; j < n; j++) {
            sums[j] += a * b[j];
        }
    }

    /** As {@link #one}, four times in order, so that sums are loaded and stored once. */
    void four(
            int n,
            float a0,
            float a1,
            float a2,
            float a3,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            float[] sums) {
        for (int j = 0; j < n; j++) {
            float sum = sums[j];
            sum += a0 * b0[j];
            sum += a1 * b1[j];
            sum += a2 * b2[j];
            sum += a3 * b3[j];
            sums[j] = sum;
        }
    }

    /** A thread's arrays. */
    private static final class Scratch {
        private static final ThreadLocal<Scratch> MINE = ThreadLocal.withInitial(Scratch::new);

        private float[] sums = NOTHING;
        private float[][] lines = {};

        static Scratch mine() {
            return MINE.get();
        }

        float[] sums(int n) {
            if (sums.length < n) {
                sums = new float[n];
            }
            return sums;
        }

        float[][] lines(int k, int n) {
            if (lines.length < Math.max(k, 1) || lines[0].length < n) {
                lines = new float[Math.max(Math.max(k, 1), lines.length)]
                        [Math.max(n, lines.length == 0 ? 0 : lines[0].length)];
            }
            return lines;
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
