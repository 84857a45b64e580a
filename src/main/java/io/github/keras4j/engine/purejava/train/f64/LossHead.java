package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.engine.purejava.train.f64.losses.LossRows;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.training.Loss;
import io.github.keras4j.model.training.Loss.Reduction;
import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The loss of one output: its value, and the gradient it sends back. A mean over all rows, or over those that the
 * output's mask and an ignored class leave.
 */
final class LossHead {
    private final Loss loss;
    private final Flow output;
    /** The activation whose input the loss takes as logits, as tf.keras and Keras 3 find it in the graph. */
    private final Optional<ActivationUnit> logits;

    private final double[] target;
    private final LossRows rows;
    /** Which rows are of the ignored class; empty: none is ignored. */
    private final boolean[] ignored;

    private final boolean countsNonZero;
    private @Nullable Tensor weights;

    /** The last loss without {@code loss_weights}. */
    double unweighted;

    LossHead(Loss loss, Flow output, Optional<ActivationUnit> producer, boolean findsLogits, boolean countsNonZero) {
        this.loss = loss;
        this.countsNonZero = countsNonZero;
        this.output = output;
        Activation.Kind wanted = switch (loss.kind()) {
            case CATEGORICAL_CROSSENTROPY, SPARSE_CATEGORICAL_CROSSENTROPY -> Activation.Kind.SOFTMAX;
            case BINARY_CROSSENTROPY, BINARY_FOCAL_CROSSENTROPY -> Activation.Kind.SIGMOID;
            default -> Activation.Kind.LINEAR;
        };
        logits = producer.filter(
                unit -> findsLogits && wanted != Activation.Kind.LINEAR && takes(loss, wanted, unit.activation.kind()));
        logits.ifPresent(unit -> unit.bypassed = true);
        target = new double[output.value.length];
        boolean softened = producer.filter(unit -> unit.activation.kind() == Activation.Kind.SIGMOID)
                .isPresent();
        if (loss.kind() == Loss.Kind.CATEGORICAL_FOCAL_CROSSENTROPY
                && loss.form().epsilonInLogs()
                && softened) {
            throw new Keras4jException(
                    "tf.keras's categorical focal cross-entropy takes a sigmoid's logits for a softmax's,"
                            + " which is not done here. Received: loss=" + loss + " on a sigmoid; it wants a softmax");
        }
        rows = new LossRows(loss, loss.fromLogits() || logits.isPresent(), target, output.last());
        ignored = new boolean[loss.ignoreClass() == Loss.NO_CLASS ? 0 : output.rows()];
    }

    private static boolean takes(Loss loss, Activation.Kind wanted, Activation.Kind found) {
        boolean other = found != wanted
                && loss.form().takesAnyLogits()
                && (found == Activation.Kind.SOFTMAX || found == Activation.Kind.SIGMOID);
        if (other && loss.kind() == Loss.Kind.BINARY_FOCAL_CROSSENTROPY) {
            throw new Keras4jException(
                    "Keras's binary focal cross-entropy mixes a softmax with its logits, which is not"
                            + " done here. Received: loss=" + loss + " on a softmax; it wants a sigmoid");
        }
        return other || found == wanted;
    }

    /** Takes the targets of a batch: integers become one-hot rows. */
    void setTarget(Tensor y) {
        int expected = loss.isSparse() ? output.rows() : target.length;
        if (y.size() != expected) {
            throw new Keras4jException("A target has another size than its output. Received: " + y + ", wanted "
                    + expected + " numbers for a batch of " + output.batch);
        }
        if (loss.isSparse()) {
            setClasses(y, expected);
        } else {
            for (int i = 0; i < expected; i++) {
                target[i] = (double) y.getDouble(i);
            }
        }
        rows.prepare();
    }

    private void setClasses(Tensor y, int expected) {
        Arrays.fill(target, 0);
        for (int r = 0; r < expected; r++) {
            long label = y.getLong(r);
            if (ignored.length > 0) {
                ignored[r] = label == loss.ignoreClass();
                if (ignored[r]) {
                    continue;
                }
            }
            if (label < 0 || label >= output.last()) {
                throw new Keras4jException(
                        "A label is one of " + output.last() + " classes, from 0. Received: " + label);
            }
            target[r * output.last() + (int) label] = 1;
        }
    }

    /** Takes what each sample counts; null: all count 1. */
    void setWeights(@Nullable Tensor weights) {
        this.weights = weights;
    }

    /** The weighted loss; its gradient is added where it belongs. */
    double lossAndGradient() {
        Flow at = logits.map(unit -> unit.before).orElse(output);
        double factor = (double) loss.weight();
        if (rows.ofBatch()) {
            if (weights != null || output.masked()) {
                throw new Keras4jException(
                        "A loss of the whole batch has no weights for samples. Received: loss=" + loss);
            }
            unweighted = rows.batch(at.value, at.gradient, factor);
            return unweighted * factor;
        }
        int counted = 0;
        for (int r = 0; r < output.rows(); r++) {
            counted += counts(r) ? 1 : 0;
        }
        if (counted == 0 && ignored.length > 0 && loss.form().nanOfNothing()) {
            unweighted = 0 / (double) counted;
            return unweighted;
        }
        Tensor counts = weights;
        return counts == null ? plain(at, counted, factor) : weighted(counts, at, counted, factor);
    }

    private boolean counts(int row) {
        return (!output.masked() || output.mask[row]) && (ignored.length == 0 || !ignored[row]);
    }

    private double plain(Flow at, int counted, double factor) {
        int count = output.rows();
        int cols = output.last();
        double divisor = loss.reduction() == Reduction.SUM ? 1 : Math.max(1, counted);
        double scale = factor / divisor;
        double sum = 0;
        for (int r = 0; r < count; r++) {
            if (counts(r)) {
                sum += rows.row(at.value, at.gradient, r * cols, scale);
            }
        }
        unweighted = sum / divisor;
        return sum * scale;
    }

    /** Keras 1 and 2 divide by the share of the samples that count; later ones by all samples. */
    private double weighted(Tensor counts, Flow at, int counted, double factor) {
        int count = output.rows();
        int cols = output.last();
        int perSample = count / output.batch;
        double divisor = divisor(counts, counted, perSample);
        double sum = 0;
        double without = 0;
        for (int r = 0; r < count; r++) {
            if (counts(r)) {
                double share = (double) counts.getDouble(r / perSample) / divisor;
                double scale = factor * share;
                double value = rows.row(at.value, at.gradient, r * cols, scale);
                sum += value * scale;
                without += value * share;
            }
        }
        unweighted = without;
        return sum;
    }

    private double divisor(Tensor counts, int counted, int perSample) {
        if (loss.reduction() == Reduction.SUM) {
            return 1;
        }
        if (loss.reduction() == Reduction.MEAN_WITH_SAMPLE_WEIGHT) {
            double sum = 0;
            for (int r = 0; r < output.rows(); r++) {
                sum += counts(r) ? (double) counts.getDouble(r / perSample) : 0;
            }
            return sum == 0 ? 1 : sum;
        }
        double divisor = Math.max(1, counted);
        if (countsNonZero) {
            int nonZero = 0;
            for (int i = 0; i < output.batch; i++) {
                nonZero += counts.getDouble(i) != 0 ? 1 : 0;
            }
            divisor = divisor * nonZero / output.batch;
        }
        return divisor;
    }
}
