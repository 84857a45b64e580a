package io.github.keras4j.metrics;

import io.github.keras4j.model.training.TrainingRules;

/** Keras 1's {@code precision}, {@code recall}, {@code fmeasure} and {@code matthews_correlation} of one batch. */
final class BatchCounts implements Metric {
    /** Which of them. */
    enum Kind {
        /** Right ones of those that are said. */
        PRECISION,
        /** Right ones of those that there are. */
        RECALL,
        /** The harmonic mean of both. */
        FMEASURE,
        /** The correlation of what is said and what is. */
        MATTHEWS
    }

    private static final double EPSILON = TrainingRules.EPSILON;

    private final Kind kind;
    private double both;
    private double saidToo;
    private double said;
    private double wanted;
    private double elements;

    BatchCounts(Kind kind) {
        this.kind = kind;
    }

    @Override
    public void add(Batch batch) {
        for (int r = 0; r < batch.rows(); r++) {
            double[] y = batch.targets(r);
            double[] p = batch.answers(r);
            for (int c = 0; c < y.length; c++) {
                both += rounded(y[c] * p[c]);
                saidToo += rounded(y[c]) * rounded(p[c]);
                said += rounded(p[c]);
                wanted += rounded(y[c]);
                elements++;
            }
        }
    }

    private static double rounded(double value) {
        return Math.rint(Math.min(Math.max(value, 0), 1));
    }

    @Override
    public double result() {
        double precision = both / (said + EPSILON);
        double recall = both / (wanted + EPSILON);
        return switch (kind) {
            case PRECISION -> precision;
            case RECALL -> recall;
            case FMEASURE -> 2 * (precision * recall) / (precision + recall + EPSILON);
            case MATTHEWS -> matthews();
        };
    }

    private double matthews() {
        double fp = said - saidToo;
        double fn = wanted - saidToo;
        double tn = elements - saidToo - fp - fn;
        double divisor = Math.sqrt((saidToo + fp) * (saidToo + fn) * (tn + fp) * (tn + fn));
        return (saidToo * tn - fp * fn) / (divisor + EPSILON);
    }

    @Override
    public void reset() {
        both = 0;
        saidToo = 0;
        said = 0;
        wanted = 0;
        elements = 0;
    }
}
