package io.github.keras4j.engine.purejava.kernels;

import io.github.keras4j.model.Activation;
import org.jspecify.annotations.Nullable;

/**
 * {@link Kernels} in plain Java, where it counts in loops that C2 turns into vector instructions by itself: {@link PlainTiles}
 * says which these are. Multiply-adds are fused, as in the vector kernels, where the processor has them.
 */
public final class PlainKernels implements Kernels {
    private static final float[] NOTHING = {};

    private final PlainTiles tiles = FusedTiles.orPlain();

    @Override
    public String toString() {
        return tiles.toString();
    }

    @Override
    public Matrix pack(float[] values, int rows, int columns) {
        float[][] lines = PlainProducts.lines(values, rows, columns);
        return new Matrix(rows, columns, 1, NOTHING, NOTHING, lines, null, null);
    }

    @Override
    public Matrix inPlanes(Matrix matrix, int planes) {
        return new Matrix(matrix.rows(), matrix.columns(), planes, NOTHING, NOTHING, matrix.lines(), null, null);
    }

    @Override
    public float @Nullable [][] inSteps(Matrix b, int positions, int windows) {
        int n = positions * b.columns();
        boolean pays = positions > 1 && n >= PlainTiles.LONG && n <= PlainTiles.WIDEST && windows < n;
        return pays ? PlainSteps.lines(b, positions) : null;
    }

    @Override
    public void gemmOfSteps(int windows, float[] x, int xAt, float[][] lines, int positions, float[] c, int cAt) {
        PlainSteps.mine().run(tiles, windows, x, xAt, lines, positions, c, cAt);
    }

    @Override
    public int rowsTogether() {
        return PlainTiles.WIDEST;
    }

    @Override
    public void gemm(int m, float[] a, int aAt, int aStride, Matrix b, float[] c, int cAt, int cStride, int cPlane) {
        PlainProducts.mine().left(m, a, aAt, aStride).right(b).onto(tiles, c, cAt, cStride, cPlane);
    }

    @Override
    public void affine(
            int m,
            float[] a,
            int aAt,
            int aStride,
            Matrix b,
            float[] bias,
            float[] c,
            int cAt,
            int cStride,
            int cPlane) {
        PlainProducts.mine().left(m, a, aAt, aStride).right(b).into(tiles, bias, c, cAt, cStride, cPlane);
    }

    @Override
    public void gemm(
            int m, int n, int k, float[] a, int aAt, int aStride, float[] b, int bAt, float[] c, int cAt, int cStride) {
        PlainProducts.mine().left(m, a, aAt, aStride).right(b, bAt, k, n).onto(tiles, c, cAt, cStride, n);
    }

    @Override
    public void gemm(
            int[] starts, int[] parts, int depth, float[] a, int aAt, Matrix b, float[] c, int cAt, int cStride) {
        PlainProducts.mine().left(starts, parts, depth, a, aAt).right(b).into(tiles, c, cAt, cStride);
    }

    @Override
    public void axpy(int n, float alpha, float[] x, int xAt, float[] y, int yAt) {
        tiles.axpy(n, alpha, x, xAt, y, yAt);
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
    public void max(int n, float[] x, int xAt, int[] places, int first, int count, float[] out, int outAt) {
        PlainRanges.max(n, x, xAt, places, first, count, out, outAt);
    }

    @Override
    public void activate(Activation activation, float[] x, int at, int n) {
        switch (activation.kind()) {
            case SIGMOID -> PlainActivations.sigmoid(x, at, n);
            case TANH -> PlainActivations.tanh(x, at, n);
            case SILU -> PlainActivations.silu(x, at, n);
            default -> ElementFunctions.activate(activation, x, at, n);
        }
    }

    @Override
    public void softmax(int rows, int n, float[] x, int at) {
        if (n <= PlainActivations.WIDEST_ROW) {
            PlainActivations.softmax(rows, n, x, at);
        } else {
            Kernels.super.softmax(rows, n, x, at);
        }
    }

    @Override
    public void lstm(
            int n,
            Activation activation,
            Activation recurrentActivation,
            float[] gates,
            int at,
            int plane,
            boolean fromZero,
            float[] c,
            int cAt,
            float[] h,
            int hAt) {
        boolean usual =
                activation.kind() == Activation.Kind.TANH && recurrentActivation.kind() == Activation.Kind.SIGMOID;
        if (usual) {
            PlainLstm.step(n, gates, at, plane, fromZero, c, cAt, h, hAt);
        } else {
            Kernels.super.lstm(n, activation, recurrentActivation, gates, at, plane, fromZero, c, cAt, h, hAt);
        }
    }
}
