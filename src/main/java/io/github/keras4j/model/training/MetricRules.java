package io.github.keras4j.model.training;

import io.github.keras4j.model.Generation;
import io.github.keras4j.model.Provenance;

/**
 * How a Keras computes and names metrics, where generations differ.
 *
 * @param masks which metrics leave masked steps out
 * @param ofBatches an epoch's value is the mean of its batches' values, each weighted by its samples: Keras before 2.3
 * @param accuracyByLoss {@code accuracy} is the binary one also where the loss is the binary cross-entropy
 *     (keras/engine/training.py 1.2.2 and 2.2.4); tf.keras from 2.2 and Keras 3 ask the shapes alone
 * @param roundsAnswers binary accuracy compares with the rounded answer, not with what exceeds a threshold
 * @param repeatsAreNumbered metrics of one name are told apart by a number behind it: Keras 3
 * @param unionsOfIntegers IoU counts in whole numbers, weights cut: Keras 3 (metrics/iou_metrics.py)
 * @param epsilonInRatios F-scores and IoU have an epsilon in their denominators: Keras 3
 * @param refusesBeyondOne counts by thresholds fail on answers outside [0, 1]: tf.keras (utils/metrics_utils.py)
 * @param namesAsGiven a metric given as a string is called so: Keras 2.3 and later
 * @param batchesCountEqually a loss of one of several outputs is a plain mean of its batches': Keras 3 weights them by a
 *     size that its graph does not know (trainers/compile_utils.py, {@code sample_weight=y_pred.shape[0]})
 */
public record MetricRules(
        Masks masks,
        boolean ofBatches,
        boolean accuracyByLoss,
        boolean roundsAnswers,
        boolean repeatsAreNumbered,
        boolean unionsOfIntegers,
        boolean epsilonInRatios,
        boolean refusesBeyondOne,
        boolean namesAsGiven,
        boolean batchesCountEqually) {
    /** Which metrics leave masked steps out. */
    public enum Masks {
        /** None: Keras 1. */
        NONE,
        /** Means of one number per row: Keras 3 ({@code MeanMetricWrapper}). */
        MEANS,
        /** All. */
        ALL
    }

    /** The rules of the Keras that wrote a model. */
    public static MetricRules of(Provenance provenance) {
        Generation generation = provenance.generation();
        boolean first = generation == Generation.KERAS_1;
        boolean old = first || generation == Generation.KERAS_2;
        boolean tf = generation == Generation.TF_KERAS;
        boolean third = generation == Generation.KERAS_3;
        String version = provenance.kerasVersion();
        boolean early = tf && (version.startsWith("2.1.") || version.startsWith("2.2."));
        return new MetricRules(
                first ? Masks.NONE : third ? Masks.MEANS : Masks.ALL,
                old,
                old || generation == Generation.KERAS_2_3 || early,
                old,
                third,
                third,
                third,
                tf,
                !old,
                third);
    }
}
