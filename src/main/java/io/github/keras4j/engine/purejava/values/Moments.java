package io.github.keras4j.engine.purejava.values;

import java.util.Arrays;

/** Mean and variance (divided by the count) of groups, summed in double in two passes. Buffers are reused. */
public final class Moments {
    private final double[] sums;
    private final double[] squares;
    private final int[] counts;

    public Moments(int groups) {
        sums = new double[groups];
        squares = new double[groups];
        counts = new int[groups];
    }

    public void measure(float[] x, int[] group, int n) {
        Arrays.fill(sums, 0);
        Arrays.fill(squares, 0);
        Arrays.fill(counts, 0);
        for (int i = 0; i < n; i++) {
            sums[group[i]] += x[i];
            counts[group[i]]++;
        }
        for (int g = 0; g < sums.length; g++) {
            sums[g] /= counts[g];
        }
        for (int i = 0; i < n; i++) {
            double difference = x[i] - sums[group[i]];
            squares[group[i]] += difference * difference;
        }
        for (int g = 0; g < sums.length; g++) {
            squares[g] /= counts[g];
        }
    }

    public double mean(int group) {
        return sums[group];
    }

    public double variance(int group) {
        return squares[group];
    }

    /** Mean of the squares. */
    public double meanSquare(int group) {
        return squares[group] + sums[group] * sums[group];
    }

    public int count(int group) {
        return counts[group];
    }
}
