package io.github.keras4j.validate;

/**
 * The area under the ROC curve as {@code keras.metrics.AUC()} has it: 200 thresholds in float32 and trapezoids
 * (keras/src/metrics/confusion_metrics.py 3.15). Sums are in float64.
 */
final class Auc {
    private static final int THRESHOLDS = 200;
    private static final float EPSILON = 1e-7f;

    private final float[] thresholds = new float[THRESHOLDS];
    /** Scores above exactly so many thresholds. */
    private final long[] positives = new long[THRESHOLDS + 1];

    private final long[] negatives = new long[THRESHOLDS + 1];

    Auc() {
        thresholds[0] = -EPSILON;
        for (int i = 1; i < THRESHOLDS - 1; i++) {
            thresholds[i] = (float) (i * 1.0 / (THRESHOLDS - 1));
        }
        thresholds[THRESHOLDS - 1] = 1 + EPSILON;
    }

    void add(boolean yes, double score) {
        float value = (float) score;
        int above = Math.max(0, Math.min(THRESHOLDS, (int) (value * (THRESHOLDS - 1)) + 1));
        while (above > 0 && !(value > thresholds[above - 1])) {
            above--;
        }
        while (above < THRESHOLDS && value > thresholds[above]) {
            above++;
        }
        (yes ? positives : negatives)[above]++;
    }

    double result() {
        double area = 0;
        double allPositive = sum(positives, 1);
        double allNegative = sum(negatives, 1);
        double allP = sum(positives, 0);
        double allN = sum(negatives, 0);
        double truePositive = allPositive;
        double falsePositive = allNegative;
        for (int i = 0; i + 1 < THRESHOLDS; i++) {
            double nextTrue = truePositive - positives[i + 1];
            double nextFalse = falsePositive - negatives[i + 1];
            area += (falsePositive - nextFalse) / Math.max(allN, 1) * (truePositive + nextTrue) / 2 / Math.max(allP, 1);
            truePositive = nextTrue;
            falsePositive = nextFalse;
        }
        return area;
    }

    private static double sum(long[] counts, int from) {
        long sum = 0;
        for (int i = from; i < counts.length; i++) {
            sum += counts[i];
        }
        return sum;
    }
}
