package io.github.keras4j.engine.purejava.train.f64;

/**
 * In plain Java. Inner loops run over neighbouring elements without branches, so that HotSpot turns them into vector
 * instructions.
 */
class PlainKernels extends Kernels {
    @Override
    public void multiplyAdd(
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
            sums(inner, cols, a, aAt + r * aStride, 1, b, bAt, bStride, c, cAt + r * cStride);
        }
    }

    /** y += the sum of {@code rows} rows of x, each times its factor; four at a time, so that y is read less often. */
    private static void sums(
            int rows, int cols, double[] f, int fAt, int fStep, double[] x, int xAt, int xStride, double[] y, int yAt) {
        int k = 0;
        for (; k + 4 <= rows; k += 4) {
            int from = fAt + k * fStep;
            fourRows(
                    cols,
                    f[from],
                    f[from + fStep],
                    f[from + 2 * fStep],
                    f[from + 3 * fStep],
                    x,
                    xAt + k * xStride,
                    xStride,
                    y,
                    yAt);
        }
        for (; k < rows; k++) {
            double factor = f[fAt + k * fStep];
            int from = xAt + k * xStride;
            for (int i = 0; i < cols; i++) {
                y[yAt + i] += factor * x[from + i];
            }
        }
    }

    private static void fourRows(
            int n, double f0, double f1, double f2, double f3, double[] x, int at, int stride, double[] y, int yAt) {
        int second = at + stride;
        int third = second + stride;
        int fourth = third + stride;
        for (int i = 0; i < n; i++) {
            y[yAt + i] =
                    (((y[yAt + i] + f0 * x[at + i]) + f1 * x[second + i]) + f2 * x[third + i]) + f3 * x[fourth + i];
        }
    }

    /** As {@link #multiplyTransposedAdd}, with B's transpose laid out first. */
    final void multiplyTurnedAdd(
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
        double[] turned = new double[cols * inner];
        transpose(inner, cols, b, bAt, bStride, turned, 0);
        multiplyAdd(rows, cols, inner, c, cAt, cStride, turned, 0, inner, a, aAt, aStride);
    }

    @Override
    public void multiplyTransposedAdd(
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
        if (rows >= 8) { // as sums of rows, which HotSpot vectorizes; a scalar product it does not
            multiplyTurnedAdd(rows, inner, cols, c, cAt, cStride, b, bAt, bStride, a, aAt, aStride);
            return;
        }
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < inner; k++) {
                a[aAt + r * aStride + k] += dot(cols, c, cAt + r * cStride, b, bAt + k * bStride);
            }
        }
    }

    @Override
    public void outerAdd(
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
        for (int k = 0; k < inner; k++) {
            sums(rows, cols, a, aAt + k, aStride, c, cAt, cStride, b, bAt + k * bStride);
        }
    }

    @Override
    public void add(int n, double[] x, int xAt, double[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] += x[xAt + i];
        }
    }

    @Override
    public void axpy(int n, double factor, double[] x, int xAt, double[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] += factor * x[xAt + i];
        }
    }

    @Override
    public void multiply(int n, double[] x, int xAt, double[] y, int yAt, double[] z, int zAt) {
        for (int i = 0; i < n; i++) {
            z[zAt + i] = x[xAt + i] * y[yAt + i];
        }
    }

    /** Eight running sums, since one would wait for itself at every step. */
    @Override
    public double dot(int n, double[] x, int xAt, double[] y, int yAt) {
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

    @Override
    public void exp(int n, double shift, double[] x, double[] y, int at) {
        for (int i = at; i < at + n; i++) {
            y[i] = (double) Math.exp(x[i] + shift);
        }
    }

    @Override
    public void sigmoid(int n, double one, double zero, double[] x, double[] y, int at) {
        for (int i = at; i < at + n; i++) {
            y[i] = x[i] > one ? 1 : x[i] < zero ? 0 : Transcendental.sigmoid(x[i]);
        }
    }

    @Override
    public void sigmoidChain(int n, double[] y, double[] dy, int at) {
        for (int i = at; i < at + n; i++) {
            dy[i] *= y[i] * (1 - y[i]);
        }
    }

    @Override
    public void tanh(int n, double[] x, double[] y, int at) {
        for (int i = at; i < at + n; i++) {
            y[i] = Transcendental.tanh(x[i]);
        }
    }

    @Override
    public void tanhChain(int n, double[] y, double[] dy, int at) {
        for (int i = at; i < at + n; i++) {
            dy[i] *= 1 - y[i] * y[i];
        }
    }

    @Override
    public void relu(int n, double[] x, double[] y, int at) {
        for (int i = at; i < at + n; i++) {
            y[i] = Math.max(x[i], 0);
        }
    }

    @Override
    public void reluChain(int n, double[] x, double[] dy, int at) {
        for (int i = at; i < at + n; i++) {
            dy[i] = x[i] > 0 ? dy[i] : 0;
        }
    }

    @Override
    public void lstmState(int units, double[] gates, int gate, double[] c, int before, int after) {
        lstmState(0, units, gates, gate, c, before, after);
    }

    final void lstmState(int first, int units, double[] gates, int gate, double[] c, int before, int after) {
        for (int j = first; j < units; j++) {
            c[after + j] = gates[gate + units + j] * c[before + j] + gates[gate + j] * gates[gate + 2 * units + j];
        }
    }

    @Override
    public void lstmBack(
            int units,
            double[] gates,
            double[] dGates,
            int gate,
            double[] c,
            int before,
            double[] dSquashed,
            int after,
            double[] dc,
            int row) {
        lstmBack(0, units, gates, dGates, gate, c, before, dSquashed, after, dc, row);
    }

    final void lstmBack(
            int first,
            int units,
            double[] gates,
            double[] dGates,
            int gate,
            double[] c,
            int before,
            double[] dSquashed,
            int after,
            double[] dc,
            int row) {
        for (int j = first; j < units; j++) {
            double d = dc[row + j] + dSquashed[after + j];
            dGates[gate + j] = d * gates[gate + 2 * units + j];
            dGates[gate + units + j] = d * c[before + j];
            dGates[gate + 2 * units + j] = d * gates[gate + j];
            dc[row + j] = d * gates[gate + units + j];
        }
    }

    @Override
    public void adam(
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
            double epsilon) {
        for (int i = 0; i < n; i++) {
            double first = beta1 * m[i] + rest1 * g[i];
            double second = beta2 * v[i] + rest2 * (r[i] * r[i]);
            m[i] = first;
            v[i] = second;
            p[i] -= rate * first / ((double) Math.sqrt(second) + epsilon);
        }
    }

    @Override
    public void modernAdam(
            int n,
            double[] p,
            double[] g,
            double[] r,
            double[] m,
            double[] v,
            double rate,
            double rest1,
            double rest2,
            double epsilon) {
        for (int i = 0; i < n; i++) {
            double first = m[i] + (g[i] - m[i]) * rest1;
            double second = v[i] + (r[i] * r[i] - v[i]) * rest2;
            m[i] = first;
            v[i] = second;
            p[i] -= first * rate / ((double) Math.sqrt(second) + epsilon);
        }
    }
}
