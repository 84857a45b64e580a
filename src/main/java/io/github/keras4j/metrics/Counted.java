package io.github.keras4j.metrics;

import java.util.function.ToDoubleFunction;

/** A number that follows from counts by thresholds: precision, recall at a precision, and so on. */
record Counted(Thresholds counts, ToDoubleFunction<Thresholds> formula) implements Metric {
    @Override
    public void add(Batch batch) {
        counts.add(batch);
    }

    @Override
    public double result() {
        return formula.applyAsDouble(counts);
    }

    @Override
    public void reset() {
        counts.reset();
    }

    /** The number of one threshold. */
    interface AtThreshold {
        double of(Thresholds counts, int threshold);
    }

    /** The largest of one number where another is at least so much; 0 where it nowhere is. */
    static ToDoubleFunction<Thresholds> largest(AtThreshold wanted, AtThreshold constrained, double least) {
        return counts -> {
            double best = 0;
            for (int t = 0; t < counts.count(); t++) {
                if (constrained.of(counts, t) >= least) {
                    best = Math.max(best, wanted.of(counts, t));
                }
            }
            return best;
        };
    }
}
