package io.github.keras4j.metrics;

/** {@code R2Score} (keras/src/metrics/regression_metrics.py 3.15 and 2.15). */
final class Determination implements Metric {
    private final boolean byVariance;
    private final int regressors;
    private double[] sum = {};
    private double[] squares = {};
    private double[] residuals = {};
    private double[] counted = {};
    /** Elements, not rows: Keras counts {@code ops.size(y_true)}. */
    private long elements;

    /** @param byVariance outputs are weighted by their variance; else all count the same */
    Determination(boolean byVariance, int regressors) {
        this.byVariance = byVariance;
        this.regressors = regressors;
    }

    @Override
    public void add(Batch batch) {
        if (sum.length == 0) {
            sum = new double[batch.columns()];
            squares = new double[batch.columns()];
            residuals = new double[batch.columns()];
            counted = new double[batch.columns()];
        }
        for (int r = 0; r < batch.rows(); r++) {
            double[] y = batch.targets(r);
            double[] p = batch.answers(r);
            double weight = batch.weight(r);
            for (int c = 0; c < y.length; c++) {
                sum[c] += y[c] * weight;
                squares[c] += y[c] * y[c] * weight;
                residuals[c] += (y[c] - p[c]) * (y[c] - p[c]) * weight;
                counted[c] += weight;
            }
        }
        elements += (long) batch.rows() * batch.columns();
    }

    @Override
    public double result() {
        double score = 0;
        double all = 0;
        for (int c = 0; c < sum.length; c++) {
            double total = squares[c] - sum[c] * (sum[c] / counted[c]);
            double raw = 1 - residuals[c] / total;
            raw = Double.isInfinite(raw) ? 0 : raw;
            score += byVariance ? total * raw : raw / sum.length;
            all += total;
        }
        score = byVariance ? score / all : score;
        if (regressors != 0 && regressors < elements - 1) {
            score = 1 - (1 - score) * (elements - 1.0) / (elements - regressors - 1.0);
        }
        return score;
    }

    @Override
    public void reset() {
        sum = new double[0];
        elements = 0;
    }
}
