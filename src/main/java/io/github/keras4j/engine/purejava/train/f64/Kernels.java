package io.github.keras4j.engine.purejava.train.f64;

/**
 * The hot loops: matrix products on row-major blocks of larger arrays. Inner loops run over neighbouring elements
 * without branches, so that HotSpot turns them into vector instructions.
 */
final class Kernels {
    private Kernels() {}

    /** C += A B, with A (rows, inner), B (inner, cols), C (rows, cols); strides are elements from row to row. */
    static void multiplyAdd(
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
            int cStride) {
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < inner; k++) {
                double factor = a[aAt + r * aStride + k];
                if (factor != 0) {
                    axpy(cols, factor, b, bAt + k * bStride, c, cAt + r * cStride);
                }
            }
        }
    }

    /** A += C B^T, with C (rows, cols), B (inner, cols), A (rows, inner). */
    static void multiplyTransposedAdd(
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
            int aStride) {
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < inner; k++) {
                a[aAt + r * aStride + k] += dot(cols, c, cAt + r * cStride, b, bAt + k * bStride);
            }
        }
    }

    /** B += A^T C, with A (rows, inner), C (rows, cols), B (inner, cols): a kernel's gradient. */
    static void outerAdd(
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
            int bStride) {
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < inner; k++) {
                double factor = a[aAt + r * aStride + k];
                if (factor != 0) {
                    axpy(cols, factor, c, cAt + r * cStride, b, bAt + k * bStride);
                }
            }
        }
    }

    /** Every row of C += the vector b. */
    static void addToRows(int rows, int cols, double[] b, int bAt, double[] c, int cAt) {
        for (int r = 0; r < rows; r++) {
            add(cols, b, bAt, c, cAt + r * cols);
        }
    }

    /** The vector b += every row of C: a bias's gradient. */
    static void sumRows(int rows, int cols, double[] c, int cAt, double[] b, int bAt) {
        for (int r = 0; r < rows; r++) {
            add(cols, c, cAt + r * cols, b, bAt);
        }
    }

    /** y += x. */
    static void add(int n, double[] x, int xAt, double[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] += x[xAt + i];
        }
    }

    /** y += factor x. */
    static void axpy(int n, double factor, double[] x, int xAt, double[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] += factor * x[xAt + i];
        }
    }

    /** The scalar product; eight running sums, since one would wait for itself at every step. */
    static double dot(int n, double[] x, int xAt, double[] y, int yAt) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int i = 0;
        for (; i + 8 <= n; i += 8) {
            s0 += x[xAt + i] * y[yAt + i];
            s1 += x[xAt + i + 1] * y[yAt + i + 1];
            s2 += x[xAt + i + 2] * y[yAt + i + 2];
            s3 += x[xAt + i + 3] * y[yAt + i + 3];
            s4 += x[xAt + i + 4] * y[yAt + i + 4];
            s5 += x[xAt + i + 5] * y[yAt + i + 5];
            s6 += x[xAt + i + 6] * y[yAt + i + 6];
            s7 += x[xAt + i + 7] * y[yAt + i + 7];
        }
        for (; i < n; i++) {
            s0 += x[xAt + i] * y[yAt + i];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }
}
