package io.github.keras4j.engine.purejava;

import io.github.keras4j.model.Activation;

/**
 * The arithmetic of the engine, over ranges of row-major float arrays. All of a model's time is spent here, so this
 * is the one place that has a fast implementation. Implementations are stateless; offsets are named {@code ...At},
 * distances between rows {@code ...Stride}.
 */
interface Kernels {
    /** The fastest of this machine and this JVM: the Vector API's where its module was added, else plain Java. */
    static Kernels best() {
        return BestKernels.INSTANCE;
    }

    /** Prepares a constant right-hand side. {@code values} is row-major {@code [rows][columns]} and is kept. */
    Matrix pack(float[] values, int rows, int columns);

    /** {@code c[i] += a[i] b} for {@code m} rows i. */
    void gemm(int m, float[] a, int aAt, int aStride, Matrix b, float[] c, int cAt, int cStride);

    /** {@code c[i] += a[i] b} for {@code m} rows i, {@code b} being row-major {@code [k][n]}, known only now. */
    void gemm(
            int m, int n, int k, float[] a, int aAt, int aStride, float[] b, int bAt, float[] c, int cAt, int cStride);

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
     * One LSTM step of one sample.
     *
     * @param gates the sums before activation, {@code i, f, c, o}, each {@code units} long; overwritten
     * @param c the cell state, updated in place
     * @param h the hidden state, overwritten
     */
    default void lstmStep(
            int units,
            Activation activation,
            Activation recurrentActivation,
            float[] gates,
            int gatesAt,
            float[] c,
            int cAt,
            float[] h,
            int hAt) {
        activate(recurrentActivation, gates, gatesAt, 2 * units);
        activate(activation, gates, gatesAt + 2 * units, units);
        activate(recurrentActivation, gates, gatesAt + 3 * units, units);
        multiply(units, gates, gatesAt + units, c, cAt, c, cAt);
        multiply(units, gates, gatesAt, gates, gatesAt + 2 * units, gates, gatesAt);
        add(units, c, cAt, gates, gatesAt, c, cAt);
        System.arraycopy(c, cAt, h, hAt, units);
        activate(activation, h, hAt, units);
        multiply(units, h, hAt, gates, gatesAt + 3 * units, h, hAt);
    }

    /**
     * {@code c = f c + i g} and a copy of it in {@code h}, {@code n} elements.
     *
     * @param gates {@code i}, and one and three {@code plane}s further {@code f} and {@code g}, activated
     */
    default void lstmState(int n, float[] gates, int at, int plane, float[] c, float[] h, int state) {
        for (int i = 0; i < n; i++) {
            float moved = gates[at + plane + i] * c[state + i] + gates[at + i] * gates[at + 3 * plane + i];
            c[state + i] = moved;
            h[state + i] = moved;
        }
    }

    /** {@code h = z h + (1 - z) candidate}, {@code n} elements. */
    default void mix(int n, float[] z, int zAt, float[] candidate, int candidateAt, float[] h, int hAt) {
        for (int i = 0; i < n; i++) {
            h[hAt + i] = z[zAt + i] * h[hAt + i] + (1 - z[zAt + i]) * candidate[candidateAt + i];
        }
    }

    /** Softmax over each of {@code rows} adjacent rows of {@code n}, in place. */
    default void softmax(int rows, int n, float[] x, int at) {
        for (int row = 0; row < rows; row++) {
            RowFunctions.softmax(x, at + row * n, n, 1);
        }
    }

    /** {@code c[i] = bias} for {@code m} rows. */
    default void fillRows(int m, float[] bias, float[] c, int cAt, int cStride) {
        for (int i = 0; i < m; i++) {
            System.arraycopy(bias, 0, c, cAt + i * cStride, bias.length);
        }
    }

    /** {@code c[i] = bias + a[i] b} for {@code m} rows. */
    default void affine(
            int m, float[] a, int aAt, int aStride, Matrix b, float[] bias, float[] c, int cAt, int cStride) {
        fillRows(m, bias, c, cAt, cStride);
        gemm(m, a, aAt, aStride, b, c, cAt, cStride);
    }
}
