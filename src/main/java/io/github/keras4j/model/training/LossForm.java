package io.github.keras4j.model.training;

import io.github.keras4j.model.Generation;
import io.github.keras4j.model.Provenance;

/**
 * What a Keras does in its losses' formulas, where generations differ.
 *
 * @param convertsLabels the hinges take labels 0 and 1 for -1 and 1, if a batch has no others (losses.py of tf.keras 2.15,
 *     {@code _maybe_convert_labels}; Keras 3 likewise)
 * @param meanOfProducts cosine proximity is a mean over the row, not a sum (keras/objectives.py 1.2.2)
 * @param epsilonInLogs the binary cross-entropy of probabilities adds an epsilon to them (backend.py of tf.keras 2.15)
 * @param singleLog2 log-cosh takes away log 2 as float32 has it: {@code tf.math.log(2.0)}, cast
 * @param normalizesClipped the sparse cross-entropy makes rows sum to 1 after it clips them, not before
 *     ({@code sparse_softmax_cross_entropy_with_logits} of their logarithms: Keras on TensorFlow)
 * @param takesAnyLogits a cross-entropy takes the logits behind a softmax for a sigmoid's, and the other way round: the
 *     activations of tf.keras and Keras 3 leave them at their answer ({@code _keras_logits})
 * @param singleDelta Huber's delta is rounded to float32: {@code tf.cast(delta, floatx())} of tf.keras
 * @param nanOfNothing a batch of ignored rows alone has no loss, not one of 0: tf.keras
 */
public record LossForm(
        boolean convertsLabels,
        boolean meanOfProducts,
        boolean epsilonInLogs,
        boolean singleLog2,
        boolean normalizesClipped,
        boolean takesAnyLogits,
        boolean singleDelta,
        boolean nanOfNothing) {
    /** The form of the Keras that wrote a model. */
    public static LossForm of(Provenance provenance) {
        Generation generation = provenance.generation();
        boolean tf = generation == Generation.TF_KERAS;
        boolean newer = tf || generation == Generation.KERAS_3;
        boolean first = generation == Generation.KERAS_1;
        return new LossForm(newer, first, tf, newer, !provenance.onTheano(), newer, tf, tf);
    }
}
