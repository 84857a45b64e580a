package io.github.keras4j.model.training;

import java.util.Locale;

/**
 * A loss function.
 *
 * @param kind the formula
 * @param fromLogits whether the model gives logits, as the loss's own option says
 * @param labelSmoothing how far labels are moved to the mean of all
 * @param ignoreClass rows of this class do not count; {@link #NO_CLASS}: all do
 * @param shape the formula's own numbers
 * @param reduction how rows become one number
 * @param form what the generation does in the formula
 * @param weight what the output's loss counts in the model's
 */
public record Loss(
        Kind kind,
        boolean fromLogits,
        double labelSmoothing,
        int ignoreClass,
        Shape shape,
        Reduction reduction,
        LossForm form,
        double weight) {
    /** No class is ignored. */
    public static final int NO_CLASS = Integer.MIN_VALUE;

    /**
     * Numbers of single formulas; 0 where a formula has none.
     *
     * @param delta Huber's, where squares become lines
     * @param alpha what a class counts in focal losses; Tversky's weight of false positives
     * @param beta Tversky's weight of false negatives
     * @param gamma the focal losses' exponent
     * @param q the generalized cross-entropy's exponent
     * @param balanced whether the binary focal loss counts classes by alpha
     */
    public record Shape(double delta, double alpha, double beta, double gamma, double q, boolean balanced) {
        /** Of formulas without numbers. */
        public static final Shape NONE = new Shape(0, 0, 0, 0, 0, false);
    }

    /** How rows become one number. */
    public enum Reduction {
        /** Their sum divided by their number. */
        SUM_OVER_BATCH_SIZE,
        /** Their sum. */
        SUM,
        /** Their sum divided by the sum of their weights. */
        MEAN_WITH_SAMPLE_WEIGHT
    }

    /** {@return its name in Keras, with what else was set} */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT)
                + (fromLogits ? ", from_logits=True" : "")
                + (labelSmoothing == 0 ? "" : ", label_smoothing=" + labelSmoothing)
                + (ignoreClass == NO_CLASS ? "" : ", ignore_class=" + ignoreClass)
                + (reduction == Reduction.SUM_OVER_BATCH_SIZE ? "" : ", reduction=" + name(reduction))
                + (weight == 1 ? "" : ", loss_weights=" + weight);
    }

    private static String name(Reduction reduction) {
        return reduction.name().toLowerCase(Locale.ROOT);
    }

    /** Whether a target is one class per row, not one number per element. */
    public boolean isSparse() {
        return kind == Kind.SPARSE_CATEGORICAL_CROSSENTROPY || kind == Kind.CATEGORICAL_GENERALIZED_CROSS_ENTROPY;
    }

    /** Whether targets are amounts, not classes: a regression's loss. */
    public boolean isOfAmounts() {
        return switch (kind) {
            case MEAN_SQUARED_ERROR,
                    MEAN_ABSOLUTE_ERROR,
                    MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                    MEAN_SQUARED_LOGARITHMIC_ERROR,
                    HUBER,
                    LOG_COSH,
                    POISSON,
                    COSINE_SIMILARITY -> true;
            default -> false;
        };
    }

    /** Whether there is more to it than its name and weight. */
    public boolean hasOptions() {
        return fromLogits
                || labelSmoothing != 0
                || ignoreClass != NO_CLASS
                || reduction != Reduction.SUM_OVER_BATCH_SIZE;
    }

    /** The formulas; each gives one number for a row along the last axis, but where it says otherwise. */
    public enum Kind {
        /** -sum(y log p), y one-hot. */
        CATEGORICAL_CROSSENTROPY,
        /** -log p of the class whose index y is. */
        SPARSE_CATEGORICAL_CROSSENTROPY,
        /** -(y log p + (1 - y) log(1 - p)), a mean over the row. */
        BINARY_CROSSENTROPY,
        /** The binary cross-entropy, less where the answer is nearly right. */
        BINARY_FOCAL_CROSSENTROPY,
        /** The categorical cross-entropy, less where the answer is nearly right. */
        CATEGORICAL_FOCAL_CROSSENTROPY,
        /** (1 - p^q) / q of the class whose index y is. */
        CATEGORICAL_GENERALIZED_CROSS_ENTROPY,
        /** (y - p)^2, a mean over the row. */
        MEAN_SQUARED_ERROR,
        /** |y - p|, a mean over the row. */
        MEAN_ABSOLUTE_ERROR,
        /** 100 |y - p| / |y|, a mean over the row. */
        MEAN_ABSOLUTE_PERCENTAGE_ERROR,
        /** (log(1 + y) - log(1 + p))^2, a mean over the row. */
        MEAN_SQUARED_LOGARITHMIC_ERROR,
        /** Squares of small errors, lines of large ones; a mean over the row. */
        HUBER,
        /** log(cosh(p - y)), a mean over the row. */
        LOG_COSH,
        /** max(1 - y p, 0), a mean over the row. */
        HINGE,
        /** max(1 - y p, 0)^2, a mean over the row. */
        SQUARED_HINGE,
        /** max(the largest wrong answer - the right one + 1, 0). */
        CATEGORICAL_HINGE,
        /** sum(y log(y / p)). */
        KL_DIVERGENCE,
        /** p - y log p, a mean over the row. */
        POISSON,
        /** Minus the cosine of the angle between y and p. */
        COSINE_SIMILARITY,
        /** 1 - 2 |y p| / (|y| + |p|) of the whole batch. */
        DICE,
        /** Dice with weights for both kinds of errors, of the whole batch. */
        TVERSKY
    }
}
