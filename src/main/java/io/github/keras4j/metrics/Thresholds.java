package io.github.keras4j.metrics;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.training.TrainingRules;
import java.util.ArrayList;
import java.util.List;

/**
 * Weighted counts of right and wrong answers above each threshold, for all labels together or each by itself
 * (keras/src/metrics/metrics_utils.py 3.15, {@code update_confusion_matrix_variables}).
 */
final class Thresholds {
    /** What {@code top_k} gives all answers but the largest. */
    private static final double NEVER = -1e10;

    private final double[] at;
    private final boolean even;
    private final boolean withEpsilon;
    private final boolean byLabel;
    private final int topK;
    private final int classId;
    private final boolean refusesBeyondOne;
    private final List<Double> labelWeights;
    private int labels = 1;
    /** {@code [thresholds * labels]}. */
    double[] truePositives = {};

    double[] falsePositives = {};
    double[] trueNegatives = {};
    double[] falseNegatives = {};

    /**
     * @param at ascending
     * @param byLabel whether each label has its own counts
     * @param labelWeights what each label counts; empty: all count 1
     * @param topK only so many of the largest answers count; 0: all
     * @param classId only this label; -1: all
     */
    Thresholds(
            double[] at,
            boolean even,
            boolean byLabel,
            List<Double> labelWeights,
            int topK,
            int classId,
            boolean refusesBeyondOne) {
        this.at = at;
        this.even = even;
        withEpsilon = at.length > 0 && (at[0] < 0 || at[at.length - 1] > 1);
        this.byLabel = byLabel;
        this.labelWeights = labelWeights;
        this.topK = topK;
        this.classId = classId;
        this.refusesBeyondOne = refusesBeyondOne;
        reset();
    }

    /** {@code np.allclose} with the thresholds that {@code AUC} has by default. */
    static boolean isEven(double[] thresholds) {
        if (thresholds.length < 3) {
            return false;
        }
        for (int i = 0; i < thresholds.length; i++) {
            double wanted = (float) i / (thresholds.length - 1);
            if (Math.abs(thresholds[i] - wanted) > TrainingRules.EPSILON + 1e-5 * Math.abs(wanted)) {
                return false;
            }
        }
        return true;
    }

    /** So many from 0 to 1. */
    static double[] between(int count) {
        double[] thresholds = new double[count];
        for (int i = 0; i < count; i++) {
            thresholds[i] = i / (count - 1.0);
        }
        return thresholds;
    }

    int count() {
        return at.length;
    }

    int labels() {
        return labels;
    }

    void reset() {
        truePositives = new double[at.length * labels];
        falsePositives = new double[at.length * labels];
        trueNegatives = new double[at.length * labels];
        falseNegatives = new double[at.length * labels];
    }

    void add(Batch batch) {
        if (byLabel && labels != batch.columns()) {
            labels = batch.columns();
            reset();
        }
        for (int r = 0; r < batch.rows(); r++) {
            double[] answers = batch.answers(r);
            double[] targets = batch.targets(r);
            if (topK > 0) {
                keepLargest(answers);
            }
            for (int c = 0; c < answers.length; c++) {
                if (classId < 0 || classId == c) {
                    double own = labelWeights.isEmpty() || byLabel ? 1 : labelWeights.get(c);
                    count(targets[c] != 0, answers[c], batch.weight(r) * own, byLabel ? c : 0, batch.single());
                }
            }
        }
    }

    private void keepLargest(double[] answers) {
        boolean[] kept = new boolean[answers.length];
        for (int k = 0; k < Math.min(topK, answers.length); k++) {
            int best = -1;
            for (int i = 0; i < answers.length; i++) {
                best = !kept[i] && (best < 0 || answers[i] > answers[best]) ? i : best;
            }
            kept[best] = true;
        }
        for (int i = 0; i < answers.length; i++) {
            answers[i] = kept[i] ? answers[i] : NEVER;
        }
    }

    private void count(boolean positive, double answer, double weight, int label, boolean single) {
        if (refusesBeyondOne && topK == 0 && !(answer >= 0 && answer <= 1)) {
            throw new Keras4jException("tf.keras counts by thresholds only answers from 0 to 1. Received: " + answer
                    + "; the output needs a sigmoid or a softmax");
        }
        int above = even ? bucket(answer, single) + 1 : 0;
        for (int t = 0; t < at.length; t++) {
            double threshold = single ? (float) at[t] : at[t];
            boolean said = even ? t < above : answer > threshold;
            double[] counts =
                    said ? positive ? truePositives : falsePositives : positive ? falseNegatives : trueNegatives;
            counts[t * labels + label] += weight;
        }
    }

    /** The last threshold that the answer is above; -1: none. */
    private int bucket(double answer, boolean single) {
        double clipped = Math.min(Math.max(answer, 0), 1);
        double scaled = clipped * (at.length - 1);
        int bucket = (int) Math.ceil(single ? (float) scaled : scaled) - 1;
        return withEpsilon ? Math.max(bucket, 0) : bucket;
    }

    /** 0 where the divisor is. */
    static double ratio(double numerator, double divisor) {
        return divisor == 0 ? 0 : numerator / divisor;
    }

    double precision(int i) {
        return ratio(truePositives[i], truePositives[i] + falsePositives[i]);
    }

    double recall(int i) {
        return ratio(truePositives[i], truePositives[i] + falseNegatives[i]);
    }

    double specificity(int i) {
        return ratio(trueNegatives[i], trueNegatives[i] + falsePositives[i]);
    }

    static double[] array(List<Double> numbers) {
        return new ArrayList<>(numbers)
                .stream().mapToDouble(Double::doubleValue).toArray();
    }
}
