package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.training.Loss;
import io.github.keras4j.model.training.TrainingRules;
import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The loss of one output: its value, and the gradient it sends back. A mean over all rows, or over those that the
 * output's mask leaves.
 */
final class LossHead {
    private static final double EPSILON = (double) TrainingRules.EPSILON;

    private final Loss loss;
    private final Flow output;
    /** The activation whose input the loss takes as logits, as tf.keras and Keras 3 find it in the graph. */
    private final Optional<ActivationUnit> logits;

    private final boolean fromLogits;
    private final double[] target;
    private final double[] scratch;
    private final boolean countsNonZero;
    private @Nullable Tensor weights;

    LossHead(Loss loss, Flow output, Optional<ActivationUnit> producer, boolean findsLogits, boolean countsNonZero) {
        this.loss = loss;
        this.countsNonZero = countsNonZero;
        this.output = output;
        Activation.Kind wanted = switch (loss.kind()) {
            case CATEGORICAL_CROSSENTROPY, SPARSE_CATEGORICAL_CROSSENTROPY -> Activation.Kind.SOFTMAX;
            case BINARY_CROSSENTROPY -> Activation.Kind.SIGMOID;
            default -> Activation.Kind.LINEAR;
        };
        logits = producer.filter(
                unit -> findsLogits && wanted != Activation.Kind.LINEAR && unit.activation.kind() == wanted);
        logits.ifPresent(unit -> unit.bypassed = true);
        fromLogits = loss.fromLogits() || logits.isPresent();
        target = new double[output.value.length];
        scratch = new double[output.last()];
    }

    /** Takes the targets of a batch: integers become one-hot rows. */
    void setTarget(Tensor y) {
        boolean sparse = loss.kind() == Loss.Kind.SPARSE_CATEGORICAL_CROSSENTROPY;
        int expected = sparse ? output.rows() : target.length;
        if (y.size() != expected) {
            throw new Keras4jException("A target has another size than its output. Received: " + y + ", wanted "
                    + expected + " numbers for a batch of " + output.batch);
        }
        if (sparse) {
            Arrays.fill(target, 0);
            for (int r = 0; r < expected; r++) {
                target[r * output.last() + (int) y.getLong(r)] = 1;
            }
        } else {
            for (int i = 0; i < expected; i++) {
                target[i] = (double) y.getDouble(i);
            }
        }
    }

    /** Takes what each sample counts; null: all count 1. */
    void setWeights(@Nullable Tensor weights) {
        this.weights = weights;
    }

    /** The weighted loss; its gradient is added where it belongs. */
    double lossAndGradient() {
        Flow at = logits.map(unit -> unit.before).orElse(output);
        int rows = output.rows();
        int cols = output.last();
        int counted = rows;
        if (output.masked()) {
            counted = 0;
            for (boolean live : output.mask) {
                counted += live ? 1 : 0;
            }
        }
        Tensor counts = weights;
        if (counts != null) {
            return weighted(counts, at, counted);
        }
        double scale = (double) loss.weight() / Math.max(1, counted);
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            if (!output.masked() || output.mask[r]) {
                sum += row(at.value, at.gradient, r * cols, cols, scale);
            }
        }
        return sum * scale;
    }

    /** Keras 1 and 2 divide by the share of the samples that count; later ones by all samples. */
    private double weighted(Tensor counts, Flow at, int counted) {
        int rows = output.rows();
        int cols = output.last();
        int perSample = rows / output.batch;
        double divisor = Math.max(1, counted);
        if (countsNonZero) {
            int nonZero = 0;
            for (int i = 0; i < output.batch; i++) {
                nonZero += counts.getDouble(i) != 0 ? 1 : 0;
            }
            divisor = divisor * nonZero / output.batch;
        }
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            if (!output.masked() || output.mask[r]) {
                double weight = (double) counts.getDouble(r / perSample);
                double scale = (double) loss.weight() * weight / divisor;
                sum += row(at.value, at.gradient, r * cols, cols, scale) * scale;
            }
        }
        return sum;
    }

    private double row(double[] p, double[] gradient, int at, int cols, double scale) {
        return switch (loss.kind()) {
            case CATEGORICAL_CROSSENTROPY, SPARSE_CATEGORICAL_CROSSENTROPY ->
                fromLogits ? softmaxRow(p, gradient, at, cols, scale) : clippedRow(p, gradient, at, cols, scale);
            case BINARY_CROSSENTROPY ->
                fromLogits ? sigmoidRow(p, gradient, at, cols, scale) : binaryRow(p, gradient, at, cols, scale);
            case MEAN_SQUARED_ERROR -> squaredRow(p, gradient, at, cols, scale);
            case MEAN_ABSOLUTE_ERROR -> absoluteRow(p, gradient, at, cols, scale);
        };
    }

    private double softmaxRow(double[] z, double[] gradient, int at, int cols, double scale) {
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
    private double clippedRow(double[] p, double[] gradient, int at, int cols, double scale) {
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

    private double sigmoidRow(double[] z, double[] gradient, int at, int cols, double scale) {
        double value = 0;
        for (int i = at; i < at + cols; i++) {
            double y = target[i];
            value += Math.max(z[i], 0) - z[i] * y + (double) Math.log1p(Math.exp(-Math.abs(z[i])));
            gradient[i] += scale / cols * (Transcendental.sigmoid(z[i]) - y);
        }
        return value / cols;
    }

    private double binaryRow(double[] p, double[] gradient, int at, int cols, double scale) {
        double value = 0;
        for (int i = at; i < at + cols; i++) {
            double clipped = Math.min(Math.max(p[i], EPSILON), 1 - EPSILON);
            double y = target[i];
            value -= y * (double) Math.log(clipped) + (1 - y) * (double) Math.log(1 - clipped);
            if (p[i] >= EPSILON && p[i] <= 1 - EPSILON) {
                gradient[i] += scale / cols * ((1 - y) / (1 - clipped) - y / clipped);
            }
        }
        return value / cols;
    }

    private double squaredRow(double[] p, double[] gradient, int at, int cols, double scale) {
        double value = 0;
        for (int i = at; i < at + cols; i++) {
            double error = p[i] - target[i];
            value += error * error;
            gradient[i] += scale / cols * 2 * error;
        }
        return value / cols;
    }

    private double absoluteRow(double[] p, double[] gradient, int at, int cols, double scale) {
        double value = 0;
        for (int i = at; i < at + cols; i++) {
            double error = p[i] - target[i];
            value += Math.abs(error);
            gradient[i] += scale / cols * Math.signum(error);
        }
        return value / cols;
    }
}
