package io.github.keras4j.metrics;

import static io.github.keras4j.metrics.Thresholds.ratio;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The area under a curve over all thresholds, {@code AUC.result} (keras/src/metrics/confusion_metrics.py 3.15). */
record AreaUnderCurve(Curve curve, Heights heights, List<Double> labelWeights) implements ToDoubleFunction<Thresholds> {
    /** Which two numbers span the curve. */
    enum Curve {
        /** Recall over the rate of false positives. */
        ROC,
        /** Precision over recall. */
        PR,
        /** Gain of precision over gain of recall. */
        PRGAIN
    }

    /** How the curve runs between two thresholds. */
    enum Heights {
        /** Straight; a precision by its own formula. */
        INTERPOLATION,
        /** At the lower one. */
        MINORING,
        /** At the higher one. */
        MAJORING
    }

    @Override
    public double applyAsDouble(Thresholds counts) {
        double sum = 0;
        double weights = 0;
        for (int label = 0; label < counts.labels(); label++) {
            double weight = labelWeights.isEmpty() || counts.labels() == 1 ? 1 : labelWeights.get(label);
            sum += weight * area(counts, label);
            weights += weight;
        }
        return ratio(sum, weights);
    }

    private double area(Thresholds counts, int label) {
        double area = 0;
        for (int t = 0; t + 1 < counts.count(); t++) {
            int one = t * counts.labels() + label;
            int next = one + counts.labels();
            area += curve == Curve.PR && heights == Heights.INTERPOLATION
                    ? interpolated(counts, one, next)
                    : (x(counts, one) - x(counts, next)) * height(y(counts, one), y(counts, next));
        }
        return area;
    }

    private double height(double one, double next) {
        return switch (heights) {
            case INTERPOLATION -> (one + next) / 2;
            case MINORING -> Math.min(one, next);
            case MAJORING -> Math.max(one, next);
        };
    }

    private double x(Thresholds counts, int i) {
        return switch (curve) {
            case ROC -> 1 - counts.specificity(i) - (counts.trueNegatives[i] + counts.falsePositives[i] == 0 ? 1 : 0);
            case PR -> counts.recall(i);
            case PRGAIN -> counts.truePositives[i] == 0 ? 0 : Math.max(gain(counts, i, counts.falseNegatives[i]), 0);
        };
    }

    private double y(Thresholds counts, int i) {
        return switch (curve) {
            case ROC -> counts.recall(i);
            case PR -> counts.precision(i);
            case PRGAIN -> counts.truePositives[i] == 0 ? 1 : gain(counts, i, counts.falsePositives[i]);
        };
    }

    private static double gain(Thresholds counts, int i, double wrong) {
        double scale = ratio(
                counts.truePositives[i] + counts.falseNegatives[i], counts.trueNegatives[i] + counts.falsePositives[i]);
        return 1 - scale * ratio(wrong, counts.truePositives[i]);
    }

    /** Davis and Goadrich's interpolation between two points of precision and recall. */
    private static double interpolated(Thresholds counts, int one, int next) {
        double more = counts.truePositives[one] - counts.truePositives[next];
        double all = counts.truePositives[one] + counts.falsePositives[one];
        double allNext = counts.truePositives[next] + counts.falsePositives[next];
        double slope = ratio(more, Math.max(all - allNext, 0));
        double intercept = counts.truePositives[next] - slope * allNext;
        double safe = all > 0 && allNext > 0 ? all / allNext : 1;
        return ratio(
                slope * (more + intercept * Math.log(safe)),
                Math.max(counts.truePositives[next] + counts.falseNegatives[next], 0));
    }
}
