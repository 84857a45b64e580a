package io.github.keras4j.metrics;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.training.TrainingRules;

/** The mean of classes' intersections over unions, {@code IoU} (keras/src/metrics/iou_metrics.py 3.15 and 2.15). */
final class Union implements Metric {
    private final Classes classes;
    private final boolean whole;
    private final boolean withEpsilon;
    private final double[][] counts;

    /**
     * Which classes there are and how a row names one.
     *
     * @param count how many
     * @param wanted those that count
     * @param ignored rows of this target do not count; -1: all count
     * @param oneHotTarget whether a row's largest target is its class
     * @param oneHotAnswer whether a row's largest answer is
     * @param threshold answers are classes 0 and 1 by it; NaN: they are not
     */
    record Classes(
            int count, int[] wanted, int ignored, boolean oneHotTarget, boolean oneHotAnswer, double threshold) {}

    /**
     * @param whole answers, targets and weights are cut to whole numbers, and classes that do not exist are left out
     * @param withEpsilon of Keras 3
     */
    Union(Classes classes, boolean whole, boolean withEpsilon) {
        this.classes = classes;
        this.whole = whole;
        this.withEpsilon = withEpsilon;
        counts = new double[classes.count()][classes.count()];
    }

    @Override
    public void add(Batch batch) {
        for (int r = 0; r < batch.rows(); r++) {
            boolean byRow = classes.oneHotAnswer();
            int elements = byRow ? 1 : batch.columns();
            for (int c = 0; c < elements; c++) {
                double said = byRow
                        ? Batch.largest(batch.answer(), r * batch.columns(), batch.columns())
                        : batch.answer()[r * batch.columns() + c];
                double right = target(batch, r, c);
                if (!Double.isNaN(classes.threshold())) {
                    double limit = classes.threshold();
                    said = (whole ? (float) said : said) >= (whole ? (float) limit : limit) ? 1 : 0;
                }
                double weight = whole ? (long) batch.weight(r) : batch.weight(r);
                count((long) right, (long) said, weight);
            }
        }
    }

    private double target(Batch batch, int row, int column) {
        if (batch.sparse()) {
            return batch.target()[row];
        }
        return classes.oneHotTarget()
                ? Batch.largest(batch.target(), row * batch.columns(), batch.columns())
                : batch.target()[row * batch.columns() + column];
    }

    private void count(long right, long said, double weight) {
        if (right == classes.ignored() && classes.ignored() >= 0) {
            return;
        }
        boolean known = right >= 0 && right < classes.count() && said >= 0 && said < classes.count();
        if (!known && whole) {
            return;
        }
        if (!known) {
            throw new Keras4jException("tf.keras counts unions of classes from 0 to " + (classes.count() - 1)
                    + ". Received: target " + right + ", answer " + said);
        }
        counts[(int) right][(int) said] += weight;
    }

    @Override
    public double result() {
        double sum = 0;
        double valid = 0;
        for (int wanted : classes.wanted()) {
            double union = -counts[wanted][wanted];
            for (int other = 0; other < classes.count(); other++) {
                union += counts[wanted][other] + counts[other][wanted];
            }
            if (withEpsilon ? union > 1e-9 : union != 0) {
                valid++;
                sum += counts[wanted][wanted] / (union + (withEpsilon ? TrainingRules.EPSILON : 0));
            }
        }
        return withEpsilon ? sum / (valid + TrainingRules.EPSILON) : Thresholds.ratio(sum, valid);
    }

    @Override
    public void reset() {
        for (double[] row : counts) {
            java.util.Arrays.fill(row, 0);
        }
    }
}
