package io.github.keras4j.engine.purejava.train.f64.losses;

import io.github.keras4j.model.training.Loss;
import io.github.keras4j.model.training.TrainingRules;

/** Losses that are a mean of one number per element: that number, and its slope. */
final class ElementLoss {
    private static final double EPSILON = (double) TrainingRules.EPSILON;

    private final Loss loss;
    private final boolean fromLogits;
    private final double delta;
    private final double log2;

    /** How fast the last number grows with the answer. */
    double slope;

    ElementLoss(Loss loss, boolean fromLogits) {
        this.loss = loss;
        this.fromLogits = fromLogits;
        delta = loss.form().singleDelta()
                ? (float) loss.shape().delta()
                : (double) loss.shape().delta();
        log2 = loss.form().singleLog2() ? (float) Math.log(2) : (double) Math.log(2);
    }

    /** The number of one element; {@link #slope} is its slope. */
    double value(double y, double p) {
        return switch (loss.kind()) {
            case MEAN_ABSOLUTE_PERCENTAGE_ERROR -> percentage(y, p);
            case MEAN_SQUARED_LOGARITHMIC_ERROR -> logarithmic(y, p);
            case HUBER -> huber(y, p);
            case LOG_COSH -> logCosh(p - y);
            case HINGE -> hinge(y, p, false);
            case SQUARED_HINGE -> hinge(y, p, true);
            case POISSON -> poisson(y, p);
            case BINARY_FOCAL_CROSSENTROPY -> focal(y, p);
            default -> throw new IllegalStateException("No loss of elements. Received: " + loss);
        };
    }

    static double sigmoid(double x) {
        return (double) (1.0 / (1.0 + Math.exp(-x)));
    }

    private double percentage(double y, double p) {
        double size = Math.max(Math.abs(y), EPSILON);
        slope = 100 * Math.signum(p - y) / size;
        return 100 * Math.abs((y - p) / size);
    }

    private double logarithmic(double y, double p) {
        double answer = Math.max(p, EPSILON) + 1;
        double error = (double) Math.log(answer) - (double) Math.log(Math.max(y, EPSILON) + 1);
        slope = p > EPSILON ? 2 * error / answer : 0;
        return error * error;
    }

    private double huber(double y, double p) {
        double error = p - y;
        double size = Math.abs(error);
        if (size <= delta) {
            slope = error;
            return error * error / 2;
        }
        slope = delta * Math.signum(error);
        return delta * size - delta * delta / 2;
    }

    private double logCosh(double x) {
        double twice = -2 * x;
        slope = (double) Math.tanh(x);
        return x + Math.max(twice, 0) + (double) Math.log1p(Math.exp(-Math.abs(twice))) - log2;
    }

    private double hinge(double y, double p, boolean squared) {
        double margin = 1 - y * p;
        if (margin < 0) {
            slope = 0;
            return 0;
        }
        slope = squared ? -2 * margin * y : -y;
        return squared ? margin * margin : margin;
    }

    private double poisson(double y, double p) {
        slope = 1 - y / (p + EPSILON);
        return p - y * (double) Math.log(p + EPSILON);
    }

    /** The binary cross-entropy, times (1 - the share of what is right)^gamma. */
    private double focal(double y, double answer) {
        double gamma = (double) loss.shape().gamma();
        double p = fromLogits ? ElementLoss.sigmoid(answer) : answer;
        double right = y * p + (1 - y) * (1 - p);
        double factor = (double) Math.pow(1 - right, gamma);
        double faster = -gamma * (double) Math.pow(1 - right, gamma - 1) * (2 * y - 1);
        double entropy;
        double entropySlope;
        if (fromLogits) {
            entropy = Math.max(answer, 0) - answer * y + (double) Math.log1p(Math.exp(-Math.abs(answer)));
            entropySlope = p - y;
            faster *= p * (1 - p);
        } else {
            double more = loss.form().epsilonInLogs() ? EPSILON : 0;
            double clipped = Math.min(Math.max(p, EPSILON), 1 - EPSILON);
            entropy = -y * (double) Math.log(clipped + more) - (1 - y) * (double) Math.log(1 - clipped + more);
            boolean inside = p >= EPSILON && p <= 1 - EPSILON;
            entropySlope = inside ? (1 - y) / (1 - clipped + more) - y / (clipped + more) : 0;
        }
        double alpha = (double) loss.shape().alpha();
        double weight = loss.shape().balanced() ? y * alpha + (1 - y) * (1 - alpha) : 1;
        slope = weight * (faster * entropy + factor * entropySlope);
        return weight * factor * entropy;
    }
}
