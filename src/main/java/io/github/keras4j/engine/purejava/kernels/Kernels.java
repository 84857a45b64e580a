package io.github.keras4j.engine.purejava.kernels;

import io.github.keras4j.model.Activation;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of the engine, over ranges of row-major float arrays. All of a model's time is spent here, so this
 * is the one place that has a fast implementation. Implementations are stateless; offsets are named {@code ...At},
 * distances between rows {@code ...Stride}.
 */
public interface Kernels {
    /** The fastest of this machine and this JVM: the Vector API's where its module was added, else plain Java. */
    static Kernels best() {
        return BestKernels.INSTANCE;
    }

    /** Prepares a constant right-hand side. {@code values} is row-major {@code [rows][columns]} and is kept. */
    Matrix pack(float[] values, int rows, int columns);

    /** The same matrix with its columns cut into {@code planes} equal groups. */
    Matrix inPlanes(Matrix matrix, int planes);

    /**
     * {@code c[i] += a[i] b} for {@code m} rows i.
     *
     * @param cPlane the distance between a row's planes; of no meaning where {@code b} has one
     */
    void gemm(int m, float[] a, int aAt, int aStride, Matrix b, float[] c, int cAt, int cStride, int cPlane);

    /** {@code c[i] += a[i] b} for {@code m} rows i, whose planes follow one another. */
    default void gemm(int m, float[] a, int aAt, int aStride, Matrix b, float[] c, int cAt, int cStride) {
        gemm(m, a, aAt, aStride, b, c, cAt, cStride, b.columns() / b.planes());
    }

    /**
     * {@code c[i] = a[i] b} for rows i that are made of parts: the one at {@code aAt + starts[i] + parts[0]}, the one at
     * {@code aAt + starts[i] + parts[1]}, ..., each {@code depth} long.
     */
    void gemm(int[] starts, int[] parts, int depth, float[] a, int aAt, Matrix b, float[] c, int cAt, int cStride);

    /**
     * Whether long sums are cut into stretches here, so that callers need not do it, and {@link #affine(int[], int[], int,
     * float[], int, Matrix, float[], int, float[], int, int)} is there.
     */
    default boolean cutsSums() {
        return false;
    }

    /**
     * As {@link #gemm(int[], int[], int, float[], int, Matrix, float[], int, int)}, and a bias is added.
     *
     * @param biasAt where the bias of the first column lies
     */
    default void affine(
            int[] starts,
            int[] parts,
            int depth,
            float[] a,
            int aAt,
            Matrix b,
            float @Nullable [] bias,
            int biasAt,
            float[] c,
            int cAt,
            int cStride) {
        throw new UnsupportedOperationException("these kernels cut no sums");
    }

    /** How many rows of a product are best computed together; 0 where it does not matter. */
    default int rowsTogether() {
        return 0;
    }

    /**
     * What {@link #gemmOfSteps} takes; null where that is not faster than {@link #gemm(int[], int[], int, float[], int, Matrix,
     * float[], int, int)}.
     *
     * @param positions of the kernel {@code b}, along one axis
     * @param windows how many there are
     */
    default float @Nullable [][] inSteps(Matrix b, int positions, int windows) {
        return null;
    }

    /** Windows that lie one step apart, {@code lines.length} numbers: {@code c} is their products with the whole kernel. */
    default void gemmOfSteps(int windows, float[] x, int xAt, float[][] lines, int positions, float[] c, int cAt) {
        throw new UnsupportedOperationException("these kernels take no steps");
    }

    /** Whether {@link #gemmOfBands} is there, and faster than row by row. */
    default boolean takesBands(Matrix b) {
        return false;
    }

    /**
     * As {@link #gemm(int[], int[], int, float[], int, Matrix, float[], int, int)} for {@link Bands#COUNT} bands of rows
     * whose values lie side by side.
     *
     * @param a number {@code i} of band {@code j} is {@code a[8 i + j]}
     * @param aAt added to {@code starts} and {@code parts}, which count numbers of one band
     * @param cAt where each band's first row goes, {@code column} further
     */
    default void gemmOfBands(
            int[] starts,
            int[] parts,
            int depth,
            float[] a,
            int aAt,
            Matrix b,
            float[] c,
            int[] cAt,
            int column,
            int cStride) {
        throw new UnsupportedOperationException("these kernels take no bands");
    }

    /** {@code c[i] += a[i] b} for {@code m} rows i, {@code b} being row-major {@code [k][n]}, known only now. */
    void gemm(
            int m, int n, int k, float[] a, int aAt, int aStride, float[] b, int bAt, float[] c, int cAt, int cStride);

    /**
     * {@code c[i] = a[i] b} for {@code m} rows i, {@code b} being {@code [k][n]} with its rows {@code bRow} and its columns
     * {@code bColumn} apart, known only now: one of the two is 1.
     */
    default void product(
            int m,
            int n,
            int k,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int bRow,
            int bColumn,
            float[] c,
            int cAt,
            int cStride) {
        for (int i = 0; i < m; i++) {
            java.util.Arrays.fill(c, cAt + i * cStride, cAt + i * cStride + n, 0);
        }
        if (bColumn == 1 && bRow == n) {
            gemm(m, n, k, a, aAt, aStride, b, bAt, c, cAt, cStride);
            return;
        }
        float[] rows = new float[k * n];
        for (int p = 0; p < k; p++) {
            for (int j = 0; j < n; j++) {
                rows[p * n + j] = b[bAt + p * bRow + j * bColumn];
            }
        }
        gemm(m, n, k, a, aAt, aStride, rows, 0, c, cAt, cStride);
    }

    /** {@code y += alpha x} over {@code n} elements. */
    void axpy(int n, float alpha, float[] x, int xAt, float[] y, int yAt);

    /** {@code out = a + b}; ranges may be the same. */
    void add(int n, float[] a, int aAt, float[] b, int bAt, float[] out, int outAt);

    /** {@code out = a b}, element by element; ranges may be the same. */
    void multiply(int n, float[] a, int aAt, float[] b, int bAt, float[] out, int outAt);

    /**
     * Applies an element-wise activation in place. Those over an axis (softmax and its kin) are {@link RowFunctions}.
     */
    void activate(Activation activation, float[] x, int at, int n);

    /**
     * What an LSTM does with its gates' sums, {@code n} elements: {@code c = f c + i act(g)}, {@code h = o act(c)}.
     *
     * @param gates the sums of {@code f, i, o, g} before activation, {@code plane} apart; overwritten
     * @param fromZero {@code c} is zero, so what it holds and {@code f} do not count
     * @param c the cell state, updated in place
     * @param h the hidden state, overwritten
     */
    default void lstm(
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
        for (int gate = fromZero ? 1 : 0; gate < 3; gate++) {
            activate(recurrentActivation, gates, at + gate * plane, n);
        }
        activate(activation, gates, at + 3 * plane, n);
        if (fromZero) {
            multiply(n, gates, at + plane, gates, at + 3 * plane, c, cAt);
            System.arraycopy(c, cAt, h, hAt, n);
        } else {
            lstmState(n, gates, at, plane, c, cAt, h, hAt);
        }
        activate(activation, h, hAt, n);
        multiply(n, h, hAt, gates, at + 2 * plane, h, hAt);
    }

    /**
     * {@code c = f c + i g} and a copy of it in {@code h}, {@code n} elements.
     *
     * @param gates {@code f}, and one and three {@code plane}s further {@code i} and {@code g}, activated
     */
    default void lstmState(int n, float[] gates, int at, int plane, float[] c, int cAt, float[] h, int hAt) {
        for (int i = 0; i < n; i++) {
            float moved = gates[at + i] * c[cAt + i] + gates[at + plane + i] * gates[at + 3 * plane + i];
            c[cAt + i] = moved;
            h[hAt + i] = moved;
        }
    }

    /** {@code h = z h + (1 - z) candidate}, {@code n} elements. */
    default void mix(int n, float[] z, int zAt, float[] candidate, int candidateAt, float[] h, int hAt) {
        for (int i = 0; i < n; i++) {
            h[hAt + i] = z[zAt + i] * h[hAt + i] + (1 - z[zAt + i]) * candidate[candidateAt + i];
        }
    }

    /** The sum of {@code n} elements, in double or of short sums in double. */
    default double sum(int n, float[] x, int at) {
        double sum = 0;
        for (int i = at; i < at + n; i++) {
            sum += x[i];
        }
        return sum;
    }

    /** The sum of {@code (x - mean)^2}, as {@link #sum}. */
    default double squares(int n, float[] x, int at, float mean) {
        double sum = 0;
        for (int i = at; i < at + n; i++) {
            double difference = x[i] - mean;
            sum += difference * difference;
        }
        return sum;
    }

    /** {@code y = (x - offset) factor gamma + beta}. */
    default void scaled(
            int n, float[] x, int at, float offset, float factor, float[] gamma, float[] beta, float[] y, int to) {
        for (int i = 0; i < n; i++) {
            y[to + i] = (x[at + i] - offset) * factor * gamma[i] + beta[i];
        }
    }

    /** Softmax over each of {@code rows} adjacent rows of {@code n}, in place. */
    default void softmax(int rows, int n, float[] x, int at) {
        for (int row = 0; row < rows; row++) {
            RowFunctions.softmax(x, at + row * n, n, 1);
        }
    }

    /**
     * A depthwise convolution's sums for {@code count} outputs from number {@code out} on, {@code n} channels each, one
     * behind the other.
     *
     * @param first of each output where its entries begin in {@code places} and {@code weights}, and the end of the last
     * @param places where what it sees begins, {@code xAt} further
     * @param weights where their factors begin in {@code w}
     */
    default void depthwise(
            int n,
            float[] x,
            int xAt,
            float[] w,
            int out,
            int count,
            int[] first,
            int[] places,
            int[] weights,
            float[] sums,
            int to) {
        java.util.Arrays.fill(sums, to, to + count * n, 0);
        for (int o = out, at = to; o < out + count; o++, at += n) {
            for (int i = first[o]; i < first[o + 1]; i++) {
                multiplyAdd(n, x, xAt + places[i], w, weights[i], sums, at);
            }
        }
    }

    /** {@code out += a b}, element by element. */
    default void multiplyAdd(int n, float[] a, int aAt, float[] b, int bAt, float[] out, int outAt) {
        for (int j = 0; j < n; j++) {
            out[outAt + j] += a[aAt + j] * b[bAt + j];
        }
    }

    /** {@code c[i] += bias} for {@code m} adjacent rows. */
    default void addRows(int m, float[] bias, float[] c, int cAt) {
        for (int i = 0; i < m; i++) {
            add(bias.length, c, cAt + i * bias.length, bias, 0, c, cAt + i * bias.length);
        }
    }

    /**
     * The greatest of several ranges, element by element; NaN where one has it.
     *
     * @param n the ranges' length
     * @param places where they begin in {@code x}, counted from {@code xAt}: those from {@code first} on, {@code count} of
     *     them; at least one
     */
    default void max(int n, float[] x, int xAt, int[] places, int first, int count, float[] out, int outAt) {
        System.arraycopy(x, xAt + places[first], out, outAt, n);
        for (int i = first + 1; i < first + count; i++) {
            int from = xAt + places[i];
            for (int j = 0; j < n; j++) {
                out[outAt + j] = Math.max(out[outAt + j], x[from + j]);
            }
        }
    }

    /** {@code c[i] = bias} for {@code m} rows. */
    default void fillRows(int m, float[] bias, float[] c, int cAt, int cStride) {
        for (int i = 0; i < m; i++) {
            System.arraycopy(bias, 0, c, cAt + i * cStride, bias.length);
        }
    }

    /** {@code c[i] = bias + a[i] b} for {@code m} rows, whose planes follow one another. */
    default void affine(
            int m, float[] a, int aAt, int aStride, Matrix b, float[] bias, float[] c, int cAt, int cStride) {
        affine(m, a, aAt, aStride, b, bias, c, cAt, cStride, b.columns() / b.planes());
    }

    /** {@code c[i] = bias + a[i] b} for {@code m} rows; a row's planes lie {@code cPlane} apart. */
    default void affine(
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
        int columns = b.columns() / b.planes();
        for (int i = 0; i < m; i++) {
            for (int plane = 0; plane < b.planes(); plane++) {
                System.arraycopy(bias, plane * columns, c, cAt + i * cStride + plane * cPlane, columns);
            }
        }
        gemm(m, a, aAt, aStride, b, c, cAt, cStride, cPlane);
    }

    /** How many samples lie side by side in a panel of {@link #laneProducts}; 0 where there are none. */
    default int lanes() {
        return 0;
    }

    /** Whether a cell of so many units is faster with its samples in lanes. */
    default boolean prefersLanes(int units) {
        return lanes() > 0;
    }

    /**
     * Weights for {@link #laneProducts}: row-major matrices of inputs and states with {@code bias.length} columns each.
     *
     * @param order which column becomes which row
     */
    default LaneWeights packLanes(float[] bias, int[] order, float[] inputs, float[] states) {
        throw new UnsupportedOperationException("these kernels have no lanes");
    }

    /**
     * Products of samples that lie side by side: {@code c = start + weights x} for each panel, {@code x} being {@code
     * [k][lanes]} and {@code c} {@code [rows][lanes]}. Weights are read as they were packed, samples as they lie.
     *
     * @param k how many of the weights' columns count
     * @param x panels that lie {@code xDistance} apart
     * @param c panels that lie {@code cDistance} apart
     */
    default void laneProducts(
            LaneWeights weights,
            int k,
            int panels,
            float[] x,
            int xAt,
            int xDistance,
            float[] c,
            int cAt,
            int cDistance) {
        throw new UnsupportedOperationException("these kernels have no lanes");
    }
}
