package io.github.keras4j.metrics;

import io.github.keras4j.model.training.TrainingRules;

/** Keras's losses as metrics, and its accuracies: one number for a row (keras/src/losses/losses.py 3.15). */
final class Rows {
    private static final double EPSILON = TrainingRules.EPSILON;

    private Rows() {}

    static double squared(double[] y, double[] p) {
        return mean(y, p, (a, b) -> (b - a) * (b - a));
    }

    static double absolute(double[] y, double[] p) {
        return mean(y, p, (a, b) -> Math.abs(b - a));
    }

    static double percentage(double[] y, double[] p) {
        return 100 * mean(y, p, (a, b) -> Math.abs((a - b) / Math.max(Math.abs(a), EPSILON)));
    }

    static double squaredLogarithmic(double[] y, double[] p) {
        return mean(y, p, (a, b) -> {
            double error = Math.log(Math.max(b, EPSILON) + 1) - Math.log(Math.max(a, EPSILON) + 1);
            return error * error;
        });
    }

    static double logCosh(double[] y, double[] p) {
        return mean(y, p, (a, b) -> {
            double x = b - a;
            return x + softplus(-2 * x) - Math.log(2);
        });
    }

    static RowFunction huber(double delta) {
        return (y, p) -> mean(y, p, (a, b) -> {
            double error = Math.abs(b - a);
            return error <= delta ? 0.5 * error * error : delta * error - 0.5 * delta * delta;
        });
    }

    /** @param converted labels 0 and 1 stand for -1 and 1 */
    static RowFunction hinge(boolean converted, boolean squared) {
        return (y, p) -> mean(y, p, (a, b) -> {
            double margin = Math.max(1 - (converted ? 2 * a - 1 : a) * b, 0);
            return squared ? margin * margin : margin;
        });
    }

    static double categoricalHinge(double[] y, double[] p) {
        double right = 0;
        double wrong = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < y.length; i++) {
            right += y[i] * p[i];
            wrong = Math.max(wrong, (1 - y[i]) * p[i]);
        }
        return Math.max(wrong - right + 1, 0);
    }

    static double divergence(double[] y, double[] p) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            double a = Math.min(Math.max(y[i], EPSILON), 1);
            sum += a * Math.log(a / Math.min(Math.max(p[i], EPSILON), 1));
        }
        return sum;
    }

    static double poisson(double[] y, double[] p) {
        return mean(y, p, (a, b) -> b - a * Math.log(b + EPSILON));
    }

    static double cosine(double[] y, double[] p) {
        double product = 0;
        double squaresOfY = 0;
        double squaresOfP = 0;
        for (int i = 0; i < y.length; i++) {
            product += y[i] * p[i];
            squaresOfY += y[i] * y[i];
            squaresOfP += p[i] * p[i];
        }
        return product / Math.sqrt(Math.max(squaresOfY, 1e-12)) / Math.sqrt(Math.max(squaresOfP, 1e-12));
    }

    /** @param unclipped the answers are a sigmoid's, behind which Keras finds the logits */
    static RowFunction binaryCrossentropy(boolean logits, boolean unclipped, double smoothing) {
        return (y, p) -> mean(y, p, (a, b) -> {
            double label = a * (1 - smoothing) + 0.5 * smoothing;
            if (logits) {
                return Math.max(b, 0) - b * label + Math.log1p(Math.exp(-Math.abs(b)));
            }
            double least = unclipped ? Double.MIN_NORMAL : EPSILON;
            double one = Math.max(unclipped ? b : Math.min(b, 1 - EPSILON), least);
            double other = Math.max(1 - one, least);
            return -(label * Math.log(one) + (1 - label) * Math.log(other));
        });
    }

    static RowFunction categoricalCrossentropy(boolean logits, boolean unclipped, double smoothing) {
        return (y, p) -> {
            double sum = 0;
            double max = Double.NEGATIVE_INFINITY;
            for (double value : p) {
                max = Math.max(max, value);
            }
            for (double value : p) {
                sum += logits ? Math.exp(value - max) : value;
            }
            double loss = 0;
            for (int i = 0; i < y.length; i++) {
                double label = y[i] * (1 - smoothing) + smoothing / y.length;
                if (label == 0) {
                    continue;
                }
                double share = p[i] / sum;
                double log = logits
                        ? p[i] - max - Math.log(sum)
                        : Math.log(
                                unclipped
                                        ? Math.max(share, Double.MIN_NORMAL)
                                        : Math.min(Math.max(share, EPSILON), 1 - EPSILON));
                loss -= label * log;
            }
            return loss;
        };
    }

    static double pearson(double[] y, double[] p) {
        double meanOfY = mean(y);
        double meanOfP = mean(p);
        double product = 0;
        double ofY = 0;
        double ofP = 0;
        for (int i = 0; i < y.length; i++) {
            product += (y[i] - meanOfY) * (p[i] - meanOfP);
            ofY += (y[i] - meanOfY) * (y[i] - meanOfY);
            ofP += (p[i] - meanOfP) * (p[i] - meanOfP);
        }
        return product / Math.sqrt(ofY) / Math.sqrt(ofP);
    }

    static double concordance(double[] y, double[] p) {
        double meanOfY = mean(y);
        double meanOfP = mean(p);
        double ofY = 0;
        double ofP = 0;
        double product = 0;
        for (int i = 0; i < y.length; i++) {
            ofY += (y[i] - meanOfY) * (y[i] - meanOfY) / y.length;
            ofP += (p[i] - meanOfP) * (p[i] - meanOfP) / y.length;
            product += (y[i] - meanOfP) * (p[i] - meanOfP) / y.length;
        }
        return 2 * product / (ofY + ofP + (meanOfY - meanOfP) * (meanOfY - meanOfP) + EPSILON);
    }

    static double equal(double[] y, double[] p) {
        return mean(y, p, (a, b) -> a == b ? 1 : 0);
    }

    static RowFunction binaryAccuracy(double threshold) {
        return (y, p) -> mean(y, p, (a, b) -> a == (b > threshold ? 1 : 0) ? 1 : 0);
    }

    static double roundedAccuracy(double[] y, double[] p) {
        return mean(y, p, (a, b) -> a == Math.rint(b) ? 1 : 0);
    }

    static double sameLargest(double[] y, double[] p) {
        return Batch.largest(y, 0, y.length) == Batch.largest(p, 0, p.length) ? 1 : 0;
    }

    /** Whether the target's class is among the k largest answers; equal ones count for it (TensorFlow's in_top_k). */
    static RowFunction amongLargest(int k) {
        return (y, p) -> {
            double own = p[Batch.largest(y, 0, y.length)];
            int larger = 0;
            for (double value : p) {
                larger += value > own ? 1 : 0;
            }
            return larger < k && Double.isFinite(own) ? 1 : 0;
        };
    }

    private interface Pair {
        double of(double target, double answer);
    }

    private static double mean(double[] y, double[] p, Pair pair) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += pair.of(y[i], p[i]);
        }
        return sum / y.length;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
