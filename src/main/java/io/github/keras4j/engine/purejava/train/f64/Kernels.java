package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.engine.purejava.values.VectorApi;

/**
 * The hot loops, over ranges of row-major arrays: all of a training's time is spent here. Offsets are named
 * {@code ...At}, the elements from row to row {@code ...Stride}.
 */
public abstract class Kernels {
    /** On the Vector API where its module is there, else in plain Java. */
    public static final Kernels BEST = VectorApi.isThere() ? new VectorKernels() : new PlainKernels();

    /** C += A B, with A (rows, inner), B (inner, cols), C (rows, cols). */
    public abstract void multiplyAdd(
            int rows,
            int inner,
            int cols,
            double[] a,
            int aAt,
            int aStride,
            double[] b,
            int bAt,
            int bStride,
            double[] c,
            int cAt,
            int cStride);

    /** A += C B^T, with C (rows, cols), B (inner, cols), A (rows, inner). */
    public abstract void multiplyTransposedAdd(
            int rows,
            int inner,
            int cols,
            double[] c,
            int cAt,
            int cStride,
            double[] b,
            int bAt,
            int bStride,
            double[] a,
            int aAt,
            int aStride);

    /** B += A^T C, with A (rows, inner), C (rows, cols), B (inner, cols): a kernel's gradient. */
    public abstract void outerAdd(
            int rows,
            int inner,
            int cols,
            double[] a,
            int aAt,
            int aStride,
            double[] c,
            int cAt,
            int cStride,
            double[] b,
            int bAt,
            int bStride);

    /** B (inner, cols) as its transpose (cols, inner), row after row. */
    public final void transpose(int inner, int cols, double[] b, int bAt, int bStride, double[] turned, int at) {
        for (int i = 0; i < cols; i++) {
            for (int k = 0; k < inner; k++) {
                turned[at + i * inner + k] = b[bAt + k * bStride + i];
            }
        }
    }

    /** The scalar product. */
    public abstract double dot(int n, double[] x, int xAt, double[] y, int yAt);

    /** y += x. */
    public abstract void add(int n, double[] x, int xAt, double[] y, int yAt);

    /** y += factor x. */
    public abstract void axpy(int n, double factor, double[] x, int xAt, double[] y, int yAt);

    /** z = x y, element by element. */
    public abstract void multiply(int n, double[] x, int xAt, double[] y, int yAt, double[] z, int zAt);

    /** y = exp(x + shift). */
    public abstract void exp(int n, double shift, double[] x, double[] y, int at);

    /** y = 1 / (1 + exp(-x)), but 1 for x above {@code one} and 0 for x below {@code zero}. */
    public abstract void sigmoid(int n, double one, double zero, double[] x, double[] y, int at);

    /** dy *= y (1 - y). */
    public abstract void sigmoidChain(int n, double[] y, double[] dy, int at);

    public abstract void tanh(int n, double[] x, double[] y, int at);

    /** dy *= 1 - y^2. */
    public abstract void tanhChain(int n, double[] y, double[] dy, int at);

    /** y = x above 0, else 0. */
    public abstract void relu(int n, double[] x, double[] y, int at);

    /** dy = dy where x is above 0, else 0. */
    public abstract void reluChain(int n, double[] x, double[] dy, int at);

    /** An LSTM's c' = f c + i g, with the gates i, f, g, o one after the other. */
    public abstract void lstmState(int units, double[] gates, int gate, double[] c, int before, int after);

    /**
     * An LSTM's way back through c' = f c + i g: with d = dc + dSquashed the gradients of i, f and g are d g, d c and
     * d i, and dc becomes d f.
     */
    public abstract void lstmBack(
            int units,
            double[] gates,
            double[] dGates,
            int gate,
            double[] c,
            int before,
            double[] dSquashed,
            int after,
            double[] dc,
            int row);

    /**
     * Adam's update of the weights p by gradients g, as {@code keras/optimizers.py} of Keras 1 and 2 writes it.
     *
     * @param r gradients whose squares the second moment is made of: g itself but for a sliced embedding
     */
    public abstract void adam(
            int n,
            double[] p,
            double[] g,
            double[] r,
            double[] m,
            double[] v,
            double rate,
            double beta1,
            double beta2,
            double rest1,
            double rest2,
            double epsilon);

    /** The same as tf.keras from 2.11 on and Keras 3 write it. */
    public abstract void modernAdam(
            int n,
            double[] p,
            double[] g,
            double[] r,
            double[] m,
            double[] v,
            double rate,
            double rest1,
            double rest2,
            double epsilon);

    /** Every row of C += the vector b. */
    public final void addToRows(int rows, int cols, double[] b, int bAt, double[] c, int cAt) {
        for (int r = 0; r < rows; r++) {
            add(cols, b, bAt, c, cAt + r * cols);
        }
    }

    /** The vector b += every row of C: a bias's gradient. */
    public final void sumRows(int rows, int cols, double[] c, int cAt, double[] b, int bAt) {
        for (int r = 0; r < rows; r++) {
            add(cols, c, cAt + r * cols, b, bAt);
        }
    }
}
