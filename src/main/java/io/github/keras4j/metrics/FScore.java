package io.github.keras4j.metrics;

import io.github.keras4j.model.training.TrainingRules;

/** {@code FBetaScore} and {@code F1Score} (keras/src/metrics/f_score_metrics.py 3.15 and 2.15). */
final class FScore implements Metric {
    /** How classes become one number. */
    enum Average {
        /** All counts together. */
        MICRO,
        /** The mean of the classes' scores. */
        MACRO,
        /** Their mean, each class weighted by its targets. */
        WEIGHTED
    }

    private final Average average;
    private final double beta;
    private final double threshold;
    private final double epsilon;
    private double[] truePositives = {};
    private double[] falsePositives = {};
    private double[] falseNegatives = {};
    private double[] targets = {};

    /** @param threshold NaN: a row's largest answer is the one it gives */
    FScore(Average average, double beta, double threshold, boolean withEpsilon) {
        this.average = average;
        this.beta = beta;
        this.threshold = threshold;
        epsilon = withEpsilon ? TrainingRules.EPSILON : 0;
    }

    @Override
    public void add(Batch batch) {
        if (truePositives.length == 0) {
            int classes = average == Average.MICRO ? 1 : batch.columns();
            truePositives = new double[classes];
            falsePositives = new double[classes];
            falseNegatives = new double[classes];
            targets = new double[classes];
        }
        for (int r = 0; r < batch.rows(); r++) {
            double[] y = batch.targets(r);
            double[] p = batch.answers(r);
            double max = p[Batch.largest(p, 0, p.length)];
            for (int c = 0; c < p.length; c++) {
                boolean said = Double.isNaN(threshold) ? p[c] >= max && Math.abs(p[c]) > 1e-9 : p[c] > threshold;
                int at = average == Average.MICRO ? 0 : c;
                double weight = batch.weight(r);
                truePositives[at] += said ? y[c] * weight : 0;
                falsePositives[at] += said ? (1 - y[c]) * weight : 0;
                falseNegatives[at] += said ? 0 : y[c] * weight;
                targets[at] += y[c] * weight;
            }
        }
    }

    @Override
    public double result() {
        double sum = 0;
        double weights = 0;
        for (double own : targets) {
            weights += own;
        }
        for (int c = 0; c < truePositives.length; c++) {
            double precision = ratio(truePositives[c], truePositives[c] + falsePositives[c]);
            double recall = ratio(truePositives[c], truePositives[c] + falseNegatives[c]);
            double score = ratio(precision * recall, beta * beta * precision + recall) * (1 + beta * beta);
            sum += average == Average.WEIGHTED ? score * ratio(targets[c], weights) : score / truePositives.length;
        }
        return sum;
    }

    private double ratio(double numerator, double divisor) {
        return epsilon > 0 ? numerator / (divisor + epsilon) : Thresholds.ratio(numerator, divisor);
    }

    @Override
    public void reset() {
        truePositives = new double[0];
    }
}
