package io.github.keras4j.engine.purejava.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Functions of whole rows: their maximum, their softmax. */
final class VectorRows {
    private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
    private static final int LANES = VectorGemm.LANES;
    /** So many numbers are added up in float before they go to a sum in double. */
    private static final int STRETCH = 32 * LANES;

    /** Each lane from as many further on, for {@link #total}. */
    private static final VectorShuffle<Float> BY_8 = fold(8);

    private static final VectorShuffle<Float> BY_4 = fold(4);
    private static final VectorShuffle<Float> BY_2 = fold(2);
    private static final VectorShuffle<Float> BY_1 = fold(1);

    private static final int[] NINE = new int[9];
    private static final Warmth MAX =
            new Warmth(8 * 5 * 9, scratch -> maxVectors(8 * LANES, scratch, 0, NINE, 0, 9, scratch, 8 * LANES));

    private static final float[] BIAS = new float[4 * LANES];
    private static final Warmth ADD_ROWS = new Warmth(16 * 4 * 4, scratch -> addRowVectors(16, BIAS, scratch, 0));

    private VectorRows() {}

    private static VectorShuffle<Float> fold(int distance) {
        return VectorShuffle.fromOp(SPECIES, i -> (i + distance) % LANES);
    }

    /**
     * The sum of all lanes, in an order of its own: {@code reduceLanes} adds in one order where the code is interpreted, and, in
     * JDK 25, in another where C2 has compiled it, so that the first answer had other bits than the next.
     */
    static float total(FloatVector v) {
        FloatVector sums = v;
        if (LANES >= 16) {
            sums = sums.add(sums.rearrange(BY_8));
        }
        if (LANES >= 8) {
            sums = sums.add(sums.rearrange(BY_4));
        }
        if (LANES >= 4) {
            sums = sums.add(sums.rearrange(BY_2));
        }
        return sums.add(sums.rearrange(BY_1)).lane(0);
    }

    /**
     * Softmax of each of {@code rows} adjacent rows; exponentials and their sum in float32 as TensorFlow's, in another
     * order. The exponentials of all rows are one range, so that also rows shorter than a vector have them in vectors.
     */
    static void softmax(int rows, int n, float[] x, int at) {
        for (int row = 0; row < rows; row++) {
            below(x, at + row * n, n, max(x, at + row * n, n));
        }
        VectorActivations.exp(x, at, rows * n);
        for (int row = 0; row < rows; row++) {
            scale(x, at + row * n, n, 1 / sum(x, at + row * n, n));
        }
    }

    /** As {@link Kernels#max}, of at least a vector; the last overlaps the one before. */
    static void max(int n, float[] x, int xAt, int[] places, int first, int count, float[] out, int outAt) {
        if (MAX.isHot()) {
            maxVectors(n, x, xAt, places, first, count, out, outAt);
        } else {
            long since = System.nanoTime();
            PlainTwins.max(n, x, xAt, places, first, count, out, outAt);
            MAX.practise(since);
        }
    }

    static void maxVectors(int n, float[] x, int xAt, int[] places, int first, int count, float[] out, int outAt) {
        for (int start = 0; start < n; start += LANES) {
            int j = Math.min(start, n - LANES);
            FloatVector most = FloatVector.fromArray(SPECIES, x, xAt + places[first] + j);
            for (int i = first + 1; i < first + count; i++) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, xAt + places[i] + j);
                most = most.blend(v, most.compare(VectorOperators.LT, v)).blend(v, v.compare(VectorOperators.NE, v));
            }
            most.intoArray(out, outAt + j);
        }
    }

    /** As {@link Kernels#addRows}, for rows of whole vectors. */
    static void addRows(int m, float[] bias, float[] c, int cAt) {
        if (ADD_ROWS.isHot()) {
            addRowVectors(m, bias, c, cAt);
        } else {
            long since = System.nanoTime();
            PlainTwins.addRows(m, bias, c, cAt);
            ADD_ROWS.practise(since);
        }
    }

    static void addRowVectors(int m, float[] bias, float[] c, int cAt) {
        for (int at = cAt; at < cAt + m * bias.length; at += bias.length) {
            for (int j = 0; j < bias.length; j += LANES) {
                FloatVector.fromArray(SPECIES, c, at + j)
                        .add(FloatVector.fromArray(SPECIES, bias, j))
                        .intoArray(c, at + j);
            }
        }
    }

    /** As {@link Kernels#sum}. */
    static double total(int n, float[] x, int at) {
        double all = 0;
        int i = 0;
        while (i <= n - LANES) {
            int end = Math.min(i + STRETCH, n - LANES + 1);
            all += stretch(x, at + i, at + end);
            i += (end - i + LANES - 1) / LANES * LANES;
        }
        for (; i < n; i++) {
            all += x[at + i];
        }
        return all;
    }

    private static float stretch(float[] x, int from, int end) {
        FloatVector sums = FloatVector.zero(SPECIES);
        for (int i = from; i < end; i += LANES) {
            sums = sums.add(FloatVector.fromArray(SPECIES, x, i));
        }
        return total(sums);
    }

    /** As {@link Kernels#squares}. */
    static double squares(int n, float[] x, int at, float mean) {
        double all = 0;
        int i = 0;
        while (i <= n - LANES) {
            int end = Math.min(i + STRETCH, n - LANES + 1);
            all += squareStretch(x, at + i, at + end, mean);
            i += (end - i + LANES - 1) / LANES * LANES;
        }
        for (; i < n; i++) {
            float v = x[at + i] - mean;
            all += v * v;
        }
        return all;
    }

    private static float squareStretch(float[] x, int from, int end, float mean) {
        FloatVector sums = FloatVector.zero(SPECIES);
        for (int i = from; i < end; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i).sub(mean);
            sums = v.fma(v, sums);
        }
        return total(sums);
    }

    /** As {@link Kernels#scaled}. */
    static void scaled(
            int n, float[] x, int at, float offset, float factor, float[] gamma, float[] beta, float[] y, int to) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector.fromArray(SPECIES, x, at + i)
                    .sub(offset)
                    .mul(factor)
                    .mul(FloatVector.fromArray(SPECIES, gamma, i))
                    .add(FloatVector.fromArray(SPECIES, beta, i))
                    .intoArray(y, to + i);
        }
        for (; i < n; i++) {
            y[to + i] = (x[at + i] - offset) * factor * gamma[i] + beta[i];
        }
    }

    /** The greatest element that is a number. */
    private static float max(float[] x, int at, int n) {
        if (n < LANES) {
            float most = x[at];
            for (int i = 1; i < n; i++) {
                most = x[at + i] > most ? x[at + i] : most;
            }
            return most;
        }
        FloatVector most = FloatVector.fromArray(SPECIES, x, at + n - LANES);
        for (int i = 0; i <= n - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
            most = most.blend(v, v.compare(VectorOperators.GT, most));
        }
        return most.reduceLanes(VectorOperators.MAX);
    }

    private static float sum(float[] x, int at, int n) {
        FloatVector sums = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            sums = sums.add(FloatVector.fromArray(SPECIES, x, at + i));
        }
        float sum = total(sums);
        for (; i < n; i++) {
            sum += x[at + i];
        }
        return sum;
    }

    /** {@code most - x}. */
    private static void below(float[] x, int at, int n, float most) {
        FloatVector from = FloatVector.broadcast(SPECIES, most);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            from.sub(FloatVector.fromArray(SPECIES, x, at + i)).intoArray(x, at + i);
        }
        for (; i < n; i++) {
            x[at + i] = most - x[at + i];
        }
    }

    private static void scale(float[] x, int at, int n, float factor) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector.fromArray(SPECIES, x, at + i).mul(factor).intoArray(x, at + i);
        }
        for (; i < n; i++) {
            x[at + i] *= factor;
        }
    }
}
