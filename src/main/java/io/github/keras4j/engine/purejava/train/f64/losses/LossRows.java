package io.github.keras4j.engine.purejava.train.f64.losses;

import io.github.keras4j.model.training.Loss;
import io.github.keras4j.model.training.TrainingRules;

/** The formulas of losses over one row, a vector along the last axis, with their gradients. */
public final class LossRows {
    private static final double EPSILON = (double) TrainingRules.EPSILON;

    private final Loss loss;
    private final boolean fromLogits;
    private final double[] target;
    private final int cols;
    private final double[] scratch;
    private final double[] powers;
    private final ElementLoss elements;

    /** @param target the batch's targets, of the output's size */
    public LossRows(Loss loss, boolean fromLogits, double[] target, int cols) {
        this.loss = loss;
        this.fromLogits = fromLogits;
        this.target = target;
        this.cols = cols;
        scratch = new double[cols];
        powers = new double[cols];
        elements = new ElementLoss(loss, fromLogits);
    }

    /** Looks at a batch's new targets: labels may be smoothed, or those of a hinge be 0 and 1 instead of -1 and 1. */
    public void prepare() {
        double smoothing = (double) loss.labelSmoothing();
        if (smoothing != 0) {
            boolean binary =
                    loss.kind() == Loss.Kind.BINARY_CROSSENTROPY || loss.kind() == Loss.Kind.BINARY_FOCAL_CROSSENTROPY;
            double share = binary ? smoothing / 2 : smoothing / cols;
            for (int i = 0; i < target.length; i++) {
                target[i] = target[i] * (1 - smoothing) + share;
            }
        }
        boolean hinge = loss.kind() == Loss.Kind.HINGE || loss.kind() == Loss.Kind.SQUARED_HINGE;
        if (hinge && loss.form().convertsLabels() && areZerosAndOnes()) {
            for (int i = 0; i < target.length; i++) {
                target[i] = 2 * target[i] - 1;
            }
        }
    }

    private boolean areZerosAndOnes() {
        for (double y : target) {
            if (y != 0 && y != 1) {
                return false;
            }
        }
        return true;
    }

    /** Whether the loss is one number of the whole batch, not one for each row. */
    public boolean ofBatch() {
        return loss.kind() == Loss.Kind.DICE || loss.kind() == Loss.Kind.TVERSKY;
    }

    /** The loss of the whole batch; {@code scale} times its gradient is added. */
    public double batch(double[] p, double[] gradient, double scale) {
        boolean dice = loss.kind() == Loss.Kind.DICE;
        double alpha = dice ? (double) 0.5 : (double) loss.shape().alpha();
        double beta = dice ? (double) 0.5 : (double) loss.shape().beta();
        double both = 0;
        double missed = 0;
        double wrong = 0;
        for (int i = 0; i < p.length; i++) {
            both += target[i] * p[i];
            missed += (1 - p[i]) * target[i];
            wrong += p[i] * (1 - target[i]);
        }
        // 2 |y p| / (|y| + |p| + eps) is Tversky's with both weights 1/2, but for half of the epsilon
        double divisor = both + missed * alpha + wrong * beta + (dice ? EPSILON / 2 : EPSILON);
        for (int i = 0; i < p.length; i++) {
            double y = target[i];
            double slope = y - alpha * y + beta * (1 - y);
            gradient[i] -= scale * (y / divisor - both / divisor * slope / divisor);
        }
        return 1 - both / divisor;
    }

    /** The loss of the row at {@code at}; {@code scale} times its gradient is added. */
    public double row(double[] p, double[] gradient, int at, double scale) {
        return switch (loss.kind()) {
            case CATEGORICAL_CROSSENTROPY ->
                fromLogits ? softmaxRow(p, gradient, at, scale) : clippedRow(p, gradient, at, scale);
            case SPARSE_CATEGORICAL_CROSSENTROPY ->
                fromLogits
                        ? softmaxRow(p, gradient, at, scale)
                        : loss.form().normalizesClipped()
                                ? normalizedRow(p, gradient, at, scale)
                                : clippedRow(p, gradient, at, scale);
            case BINARY_CROSSENTROPY ->
                fromLogits ? sigmoidRow(p, gradient, at, scale) : binaryRow(p, gradient, at, scale);
            case CATEGORICAL_FOCAL_CROSSENTROPY -> focalRow(p, gradient, at, scale);
            case CATEGORICAL_GENERALIZED_CROSS_ENTROPY -> generalizedRow(p, gradient, at, scale);
            case MEAN_SQUARED_ERROR -> squaredRow(p, gradient, at, scale);
            case MEAN_ABSOLUTE_ERROR -> absoluteRow(p, gradient, at, scale);
            case CATEGORICAL_HINGE -> hingeRow(p, gradient, at, scale);
            case KL_DIVERGENCE -> divergenceRow(p, gradient, at, scale);
            case COSINE_SIMILARITY -> cosineRow(p, gradient, at, scale);
            default -> elementsRow(p, gradient, at, scale);
        };
    }

    private double softmaxRow(double[] z, double[] gradient, int at, double scale) {
        double max = z[at];
        for (int i = 1; i < cols; i++) {
            max = Math.max(max, z[at + i]);
        }
        double sum = 0;
        double targets = 0;
        for (int i = 0; i < cols; i++) {
            scratch[i] = (double) Math.exp(z[at + i] - max);
            sum += scratch[i];
            targets += target[at + i];
        }
        double log = (double) Math.log(sum);
        double value = 0;
        for (int i = 0; i < cols; i++) {
            double y = target[at + i];
            value += y == 0 ? 0 : y * (log - (z[at + i] - max));
            gradient[at + i] += scale * (scratch[i] / sum * targets - y);
        }
        return value;
    }

    /** Keras's own formula: rows are made to sum to 1, then clipped to [epsilon, 1 - epsilon]. */
    private double clippedRow(double[] p, double[] gradient, int at, double scale) {
        double sum = 0;
        for (int i = 0; i < cols; i++) {
            sum += p[at + i];
        }
        double value = 0;
        double mean = 0;
        for (int i = 0; i < cols; i++) {
            double q = p[at + i] / sum;
            double clipped = Math.min(Math.max(q, EPSILON), 1 - EPSILON);
            double y = target[at + i];
            value -= y == 0 ? 0 : y * (double) Math.log(clipped);
            scratch[i] = q < EPSILON || q > 1 - EPSILON ? 0 : -y / clipped;
            mean += scratch[i] * q;
        }
        for (int i = 0; i < cols; i++) {
            gradient[at + i] += scale * (scratch[i] - mean) / sum;
        }
        return value;
    }

    private double sigmoidRow(double[] z, double[] gradient, int at, double scale) {
        double value = 0;
        for (int i = at; i < at + cols; i++) {
            double y = target[i];
            value += Math.max(z[i], 0) - z[i] * y + (double) Math.log1p(Math.exp(-Math.abs(z[i])));
            gradient[i] += scale / cols * (ElementLoss.sigmoid(z[i]) - y);
        }
        return value / cols;
    }

    private double binaryRow(double[] p, double[] gradient, int at, double scale) {
        double more = loss.form().epsilonInLogs() ? EPSILON : 0;
        double value = 0;
        for (int i = at; i < at + cols; i++) {
            double clipped = Math.min(Math.max(p[i], EPSILON), 1 - EPSILON);
            double y = target[i];
            double one = clipped + more;
            double other = 1 - clipped + more;
            value -= y * (double) Math.log(one) + (1 - y) * (double) Math.log(other);
            if (p[i] >= EPSILON && p[i] <= 1 - EPSILON) {
                gradient[i] += scale / cols * ((1 - y) / other - y / one);
            }
        }
        return value / cols;
    }

    private double squaredRow(double[] p, double[] gradient, int at, double scale) {
        double value = 0;
        for (int i = at; i < at + cols; i++) {
            double error = p[i] - target[i];
            value += error * error;
            gradient[i] += scale / cols * 2 * error;
        }
        return value / cols;
    }

    private double absoluteRow(double[] p, double[] gradient, int at, double scale) {
        double value = 0;
        for (int i = at; i < at + cols; i++) {
            double error = p[i] - target[i];
            value += Math.abs(error);
            gradient[i] += scale / cols * Math.signum(error);
        }
        return value / cols;
    }

    /** Clipped first, then made to sum to 1, as a softmax of logarithms does. */
    private double normalizedRow(double[] p, double[] gradient, int at, double scale) {
        double sum = 0;
        for (int i = at; i < at + cols; i++) {
            sum += Math.min(Math.max(p[i], EPSILON), 1 - EPSILON);
        }
        double value = 0;
        for (int i = at; i < at + cols; i++) {
            double clipped = Math.min(Math.max(p[i], EPSILON), 1 - EPSILON);
            double y = target[i];
            value -= y == 0 ? 0 : y * (double) Math.log(clipped / sum);
            if (p[i] >= EPSILON && p[i] <= 1 - EPSILON) {
                gradient[i] += scale * (1 / sum - y / clipped);
            }
        }
        return value;
    }

    /** -alpha (1 - q)^gamma y log q of what is made to sum to 1 and clipped. */
    private double focalRow(double[] p, double[] gradient, int at, double scale) {
        double alpha = (double) loss.shape().alpha();
        double gamma = (double) loss.shape().gamma();
        double sum = probabilities(p, at);
        double value = 0;
        double mean = 0;
        for (int i = 0; i < cols; i++) {
            double share = powers[i] / sum;
            double q = Math.min(Math.max(share, EPSILON), 1 - EPSILON);
            double y = target[at + i];
            double log = (double) Math.log(q);
            double factor = (double) Math.pow(1 - q, gamma);
            value -= alpha * factor * y * log;
            double slope = alpha * y * (gamma * (double) Math.pow(1 - q, gamma - 1) * log - factor / q);
            scratch[i] = share < EPSILON || share > 1 - EPSILON ? 0 : slope;
            mean += scratch[i] * share;
        }
        for (int i = 0; i < cols; i++) {
            double slope = (scratch[i] - mean) / sum;
            gradient[at + i] += scale * (fromLogits ? slope * powers[i] : slope);
        }
        return value;
    }

    /** The row's probabilities, or what becomes them when it is divided by the sum that is answered. */
    private double probabilities(double[] p, int at) {
        double max = 0;
        for (int i = 0; i < cols && fromLogits; i++) {
            max = i == 0 ? p[at] : Math.max(max, p[at + i]);
        }
        double sum = 0;
        for (int i = 0; i < cols; i++) {
            powers[i] = fromLogits ? (double) Math.exp(p[at + i] - max) : p[at + i];
            sum += powers[i];
        }
        return sum;
    }

    private double generalizedRow(double[] p, double[] gradient, int at, double scale) {
        double q = (double) loss.shape().q();
        for (int i = at; i < at + cols; i++) {
            if (target[i] == 1) {
                gradient[i] -= scale * (double) Math.pow(p[i], q - 1);
                return (1 - (double) Math.pow(p[i], q)) / q;
            }
        }
        return 1 / q;
    }

    private double hingeRow(double[] p, double[] gradient, int at, double scale) {
        double right = 0;
        int worst = at;
        for (int i = at; i < at + cols; i++) {
            right += target[i] * p[i];
            worst = (1 - target[i]) * p[i] > (1 - target[worst]) * p[worst] ? i : worst;
        }
        double margin = (1 - target[worst]) * p[worst] - right + 1;
        if (margin < 0) {
            return 0;
        }
        for (int i = at; i < at + cols; i++) {
            gradient[i] -= scale * target[i];
        }
        gradient[worst] += scale * (1 - target[worst]);
        return margin;
    }

    private double divergenceRow(double[] p, double[] gradient, int at, double scale) {
        double value = 0;
        for (int i = at; i < at + cols; i++) {
            double y = Math.min(Math.max(target[i], EPSILON), 1);
            double clipped = Math.min(Math.max(p[i], EPSILON), 1);
            value += y * (double) Math.log(y / clipped);
            if (p[i] >= EPSILON && p[i] <= 1) {
                gradient[i] -= scale * y / clipped;
            }
        }
        return value;
    }

    private double cosineRow(double[] p, double[] gradient, int at, double scale) {
        double product = 0;
        double ofTargets = 0;
        double ofAnswers = 0;
        for (int i = at; i < at + cols; i++) {
            product += target[i] * p[i];
            ofTargets += target[i] * target[i];
            ofAnswers += p[i] * p[i];
        }
        double least = (double) 1e-12;
        double lengthOfTargets = (double) Math.sqrt(Math.max(ofTargets, least));
        double length = (double) Math.sqrt(Math.max(ofAnswers, least));
        double cosine = product / lengthOfTargets / length;
        double share = loss.form().meanOfProducts() ? scale / cols : scale;
        for (int i = at; i < at + cols; i++) {
            double along = ofAnswers < least ? 0 : cosine * p[i] / length;
            gradient[i] -= share * (target[i] / lengthOfTargets - along) / length;
        }
        return loss.form().meanOfProducts() ? -cosine / cols : -cosine;
    }

    private double elementsRow(double[] p, double[] gradient, int at, double scale) {
        double value = 0;
        for (int i = at; i < at + cols; i++) {
            value += elements.value(target[i], p[i]);
            gradient[i] += scale / cols * elements.slope;
        }
        return value / cols;
    }
}
