package io.github.keras4j.engine.purejava.kernels;

import java.util.Arrays;

/**
 * The loops of the vector kernels in plain Java, with the same bits: they compute until C2 has compiled the loops
 * ({@link Warmth}). {@code Math.fma} is one instruction where the processor has it; where it does not, it is slow, and so is
 * the Vector API's.
 */
final class PlainTwins {
    private static final int STRIDE = WideTiles.STRIDE;

    private PlainTwins() {}

    /** A tile of {@link WideTiles}, of any number of rows. {@code width}: of the panel, one or two vectors. */
    static void tile(
            int rows,
            int width,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride,
            int lanes,
            int second) {
        float[] sums = new float[rows * width];
        int row = 0;
        for (; row <= rows - 4; row += 4) {
            for (int j = 0; j < width; j += 4) {
                fourByFour(depth, a, aAt + row * STRIDE, b, bAt + j, width, sums, row * width + j);
            }
        }
        for (; row < rows; row++) {
            for (int j = 0; j < width; j += 4) {
                oneByFour(depth, a, aAt + row * STRIDE, b, bAt + j, width, sums, row * width + j);
            }
        }
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) { // all of a row are read before one is written
                int at = j < lanes ? j : j - lanes + second;
                sums[i * width + j] += add[addAt + i * addStride + at];
            }
            System.arraycopy(sums, i * width, c, cAt + i * cStride, lanes);
            if (width > lanes) {
                System.arraycopy(sums, i * width + lanes, c, cAt + i * cStride + second, lanes);
            }
        }
    }

    private static void fourByFour(int depth, float[] a, int aAt, float[] b, int bAt, int width, float[] sums, int to) {
        float s00 = 0;
        float s01 = 0;
        float s02 = 0;
        float s03 = 0;
        float s10 = 0;
        float s11 = 0;
        float s12 = 0;
        float s13 = 0;
        float s20 = 0;
        float s21 = 0;
        float s22 = 0;
        float s23 = 0;
        float s30 = 0;
        float s31 = 0;
        float s32 = 0;
        float s33 = 0;
        for (int p = 0, at = bAt; p < depth; p++, at += width) {
            float b0 = b[at];
            float b1 = b[at + 1];
            float b2 = b[at + 2];
            float b3 = b[at + 3];
            float x = a[aAt + p];
            s00 = Math.fma(x, b0, s00);
            s01 = Math.fma(x, b1, s01);
            s02 = Math.fma(x, b2, s02);
            s03 = Math.fma(x, b3, s03);
            x = a[aAt + p + STRIDE];
            s10 = Math.fma(x, b0, s10);
            s11 = Math.fma(x, b1, s11);
            s12 = Math.fma(x, b2, s12);
            s13 = Math.fma(x, b3, s13);
            x = a[aAt + p + 2 * STRIDE];
            s20 = Math.fma(x, b0, s20);
            s21 = Math.fma(x, b1, s21);
            s22 = Math.fma(x, b2, s22);
            s23 = Math.fma(x, b3, s23);
            x = a[aAt + p + 3 * STRIDE];
            s30 = Math.fma(x, b0, s30);
            s31 = Math.fma(x, b1, s31);
            s32 = Math.fma(x, b2, s32);
            s33 = Math.fma(x, b3, s33);
        }
        sums[to] = s00;
        sums[to + 1] = s01;
        sums[to + 2] = s02;
        sums[to + 3] = s03;
        sums[to + width] = s10;
        sums[to + width + 1] = s11;
        sums[to + width + 2] = s12;
        sums[to + width + 3] = s13;
        sums[to + 2 * width] = s20;
        sums[to + 2 * width + 1] = s21;
        sums[to + 2 * width + 2] = s22;
        sums[to + 2 * width + 3] = s23;
        sums[to + 3 * width] = s30;
        sums[to + 3 * width + 1] = s31;
        sums[to + 3 * width + 2] = s32;
        sums[to + 3 * width + 3] = s33;
    }

    private static void oneByFour(int depth, float[] a, int aAt, float[] b, int bAt, int width, float[] sums, int to) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        for (int p = 0, at = bAt; p < depth; p++, at += width) {
            float x = a[aAt + p];
            s0 = Math.fma(x, b[at], s0);
            s1 = Math.fma(x, b[at + 1], s1);
            s2 = Math.fma(x, b[at + 2], s2);
            s3 = Math.fma(x, b[at + 3], s3);
        }
        sums[to] = s0;
        sums[to + 1] = s1;
        sums[to + 2] = s2;
        sums[to + 3] = s3;
    }

    /** {@link VectorActivations#exponentials}. */
    static void exponentials(float[] x, int at, int n) {
        for (int i = at; i < at + n; i++) {
            float v = x[i];
            if (Math.abs(v) > VectorActivations.EXP_END) {
                v = Math.copySign(VectorActivations.EXP_END, v);
            }
            float shifted = Math.fma(v, -VectorActivations.LOG2_E, VectorActivations.ROUND);
            float whole = shifted - VectorActivations.ROUND;
            float r = Math.fma(whole, VectorActivations.LN2_LOW, Math.fma(whole, VectorActivations.LN2_HIGH, v));
            float square = r * r;
            float p =
                    Math.fma(r, Math.fma(r, VectorActivations.EXP_7, VectorActivations.EXP_6), VectorActivations.EXP_5);
            float q =
                    Math.fma(r, Math.fma(r, VectorActivations.EXP_4, VectorActivations.EXP_3), VectorActivations.EXP_2);
            p = Math.fma(Math.fma(p, square * r, q), square, 1 - r);
            int exponent = Float.floatToRawIntBits(shifted) << 23;
            x[i] = p * Float.intBitsToFloat(exponent + VectorActivations.ONE_BITS);
        }
    }

    /** {@link VectorActivations}' {@code 1 / (1 + x)}. */
    static void reciprocals(float[] x, int at, int n) {
        for (int i = at; i < at + n; i++) {
            x[i] = 1 / (x[i] + 1);
        }
    }

    /** {@link VectorActivations}' tanh, of whole vectors. */
    static void tanhs(float[] x, int at, int n) {
        for (int i = at; i < at + n; i++) {
            float v = limited(x[i]);
            float square = v * v;
            x[i] = tanhP(square) * v / tanhQ(square);
        }
    }

    /** {@link VectorLstm}'s {@code y = tanh(x) / (1 + e)}. */
    static void gated(int n, float[] x, int xAt, float[] e, int eAt, float[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            float v = limited(x[xAt + i]);
            float square = v * v;
            float q = tanhQ(square);
            y[yAt + i] = tanhP(square) * v / Math.fma(e[eAt + i], q, q);
        }
    }

    private static float limited(float x) {
        float v = x > VectorActivations.TANH_END ? VectorActivations.TANH_END : x;
        return v < -VectorActivations.TANH_END ? -VectorActivations.TANH_END : v;
    }

    private static float tanhP(float square) {
        float p = VectorActivations.TANH_P6;
        p = Math.fma(p, square, VectorActivations.TANH_P5);
        p = Math.fma(p, square, VectorActivations.TANH_P4);
        p = Math.fma(p, square, VectorActivations.TANH_P3);
        p = Math.fma(p, square, VectorActivations.TANH_P2);
        p = Math.fma(p, square, VectorActivations.TANH_P1);
        return Math.fma(p, square, VectorActivations.TANH_P0);
    }

    private static float tanhQ(float square) {
        float q = VectorActivations.TANH_Q3;
        q = Math.fma(q, square, VectorActivations.TANH_Q2);
        q = Math.fma(q, square, VectorActivations.TANH_Q1);
        return Math.fma(q, square, VectorActivations.TANH_Q0);
    }

    /** Keras's relu without a threshold; NaN stays. */
    static void relu(float[] x, int at, int n, float slope, float max) {
        for (int i = at; i < at + n; i++) {
            float v = x[i];
            if (v < 0) {
                v = slope == 0 ? 0 : v * slope;
            }
            x[i] = v > max ? max : v;
        }
    }

    /** {@link VectorFunctions}' {@code x / (1 + e)}. */
    static void silu(float[] x, int at, int n, float[] e) {
        for (int i = 0; i < n; i++) {
            float v = x[at + i];
            x[at + i] = v == Float.NEGATIVE_INFINITY ? Float.NaN : v / (e[i] + 1);
        }
    }

    /** {@link VectorFunctions}' gelu. */
    static void gelu(float[] x, int at, int n) {
        for (int i = at; i < at + n; i++) {
            float v = x[i];
            float z = v * VectorFunctions.SQRT_HALF;
            boolean above = z >= VectorFunctions.ERF_END;
            boolean below = z <= -VectorFunctions.ERF_END;
            z = above ? VectorFunctions.ERF_END : below ? -VectorFunctions.ERF_END : z;
            float square = z * z;
            float p = VectorFunctions.ERF_P6;
            p = Math.fma(p, square, VectorFunctions.ERF_P5);
            p = Math.fma(p, square, VectorFunctions.ERF_P4);
            p = Math.fma(p, square, VectorFunctions.ERF_P3);
            p = Math.fma(p, square, VectorFunctions.ERF_P2);
            p = Math.fma(p, square, VectorFunctions.ERF_P1);
            p = Math.fma(p, square, VectorFunctions.ERF_P0);
            float q = VectorFunctions.ERF_Q4;
            q = Math.fma(q, square, VectorFunctions.ERF_Q3);
            q = Math.fma(q, square, VectorFunctions.ERF_Q2);
            q = Math.fma(q, square, VectorFunctions.ERF_Q1);
            q = Math.fma(q, square, VectorFunctions.ERF_Q0);
            float erf = above ? 1 : below ? -1 : p * z / q;
            x[i] = v * 0.5f * (erf + 1);
        }
    }

    /** {@link VectorRows#max}. */
    static void max(int n, float[] x, int xAt, int[] places, int first, int count, float[] out, int outAt) {
        System.arraycopy(x, xAt + places[first], out, outAt, n);
        for (int i = first + 1; i < first + count; i++) {
            int from = xAt + places[i];
            for (int j = 0; j < n; j++) {
                float v = x[from + j];
                if (out[outAt + j] < v || Float.isNaN(v)) {
                    out[outAt + j] = v;
                }
            }
        }
    }

    /** {@link VectorRows#addRows}. */
    static void addRows(int m, float[] bias, float[] c, int cAt) {
        for (int i = 0, at = cAt; i < m; i++, at += bias.length) {
            for (int j = 0; j < bias.length; j++) {
                c[at + j] += bias[j];
            }
        }
    }

    /** {@link VectorDepthwise#run}. */
    static void depthwise(
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
        Arrays.fill(sums, to, to + count * n, 0);
        for (int o = out, at = to; o < out + count; o++, at += n) {
            for (int i = first[o]; i < first[o + 1]; i++) {
                int from = xAt + places[i];
                int factor = weights[i];
                for (int j = 0; j < n; j++) {
                    sums[at + j] = Math.fma(x[from + j], w[factor + j], sums[at + j]);
                }
            }
        }
    }
}
