package io.github.keras4j.model.training;

import io.github.keras4j.model.Generation;
import io.github.keras4j.model.Provenance;

/**
 * What a Keras does while it trains, beyond what it stores, where generations and backends differ. Resolved here, so that
 * nobody who trains asks who saved the file.
 *
 * @param findsLogits a cross-entropy takes the logits behind a softmax or sigmoid that it finds in the graph
 *     (backend.py of tf.keras 2.15, {@code _get_logits}; Keras 3 likewise)
 * @param cutsSigmoid the sigmoid is 1 or 0, and its slope 0, from some size on (theano/tensor/nnet/sigm.py)
 * @param halvesReluAtZero relu's slope at 0 is the mean of both sides', not the lower one: Theano's 0.5 (x + |x|)
 * @param sharesMaxima every one of several greatest values of a window takes the whole gradient: Theano's
 *     MaxPoolGrad (theano/tensor/signal/pool.py)
 * @param embeddingGradient what an embedding's gradient is until the weights are updated
 * @param roundsPenalties a regularizer's numbers are rounded to float32 first: Keras 3's {@code ops.cast}
 * @param roundsConstants TensorFlow rounds an activation's numbers to float32 first, in float64 too: {@code tf.cast(1.41, ...)}
 *     in gelu, the attribute of leaky_relu, and numbers of Rescaling
 * @param roundsDecay tf.keras rounds 1 - momentum of a moving average likewise
 * @param unbiasedVariance the moving variance counts n / (n - 1 - epsilon) of the batch's
 *     (keras/layers/normalization.py 2.2.4)
 * @param fused which batch normalizations run in TensorFlow's fused kernel where they compute in float32: their moving
 *     variance counts n / (n - 1) of the batch's
 * @param varianceWithEpsilon the moving variance has the epsilon in it: normalize_batch_in_training answers
 *     {@code T.inv(stdinv ** 2)} (keras/backend/theano_backend.py 1.2.2)
 * @param averagesDeviations running averages are of standard deviations: Theano before Keras 1.0.8
 * @param frozenByAverages a batch normalization that is not trained normalizes by its running averages
 * @param maskedMoments which steps a batch's moments are made of under a mask
 * @param masksModels masks go into a nested model and come out of it, as recorded
 * @param slotsByName optimizer variables are stored by their weights' names, a recurrent layer's gate by gate
 *     (keras/engine/training.py 1.2.2)
 * @param keepsConfiguration the file's own training configuration says more than Keras 2's words can
 * @param storesLearningRate the learning rate is one of the optimizer's stored variables
 * @param racesForStepCount Adam reads its step count while another operation raises it: two equal runs part
 * @param countsWeighted a weighted loss is divided by the share of the samples whose weight is not 0
 *     (keras/engine/training.py 1.2.2 and 2.2.4: {@code score_array /= K.mean(K.cast(K.not_equal(weights, 0)))})
 * @param activityPenalty what an activity regularizer adds to the loss
 * @param start how {@code numpy.random.seed} gives the initial weights
 */
public record TrainingRules(
        boolean findsLogits,
        boolean cutsSigmoid,
        boolean halvesReluAtZero,
        boolean sharesMaxima,
        EmbeddingGradient embeddingGradient,
        boolean roundsPenalties,
        boolean roundsConstants,
        boolean roundsDecay,
        boolean unbiasedVariance,
        Fused fused,
        boolean varianceWithEpsilon,
        boolean averagesDeviations,
        boolean frozenByAverages,
        MaskedMoments maskedMoments,
        boolean masksModels,
        boolean slotsByName,
        boolean keepsConfiguration,
        boolean storesLearningRate,
        boolean racesForStepCount,
        boolean countsWeighted,
        ActivityPenalty activityPenalty,
        Start start) {
    /** {@code K.epsilon()} of every generation. */
    public static final double EPSILON = 1e-7;

    /** What an embedding's gradient is until the weights are updated. */
    public enum EmbeddingGradient {
        /** One array: an index's slices are summed as they come. */
        DENSE,
        /** Slices, one per index looked up; clipping works on those, the update on their sums. */
        SUMMED_AFTER_CLIPPING,
        /** Slices; clipping and the squares and absolutes of second moments work on those. */
        SQUARED_BY_SLICE
    }

    /** Which batch normalizations run in TensorFlow's fused kernel. */
    public enum Fused {
        /** None: Keras 1, Keras 3, Theano. */
        NONE,
        /** Of images, channels last (keras/backend/tensorflow_backend.py 2.2.4, normalize_batch_in_training). */
        IMAGES,
        /**
         * Of images and volumes, over either channel axis (layers/normalization/batch_normalization.py of tf.keras 2.15,
         * {@code _fused_can_be_used} and build).
         */
        IMAGES_AND_VOLUMES;

        /**
         * {@return whether one over this axis of an input of this rank is among them}
         *
         * @param axis counted from 0
         */
        public boolean includes(int rank, int axis) {
            return switch (this) {
                case NONE -> false;
                case IMAGES -> rank == 4 && axis == 3;
                case IMAGES_AND_VOLUMES -> (rank == 4 || rank == 5) && (axis == 1 || axis == rank - 1);
            };
        }
    }

    /** Which steps a batch normalization's moments are made of under a mask. */
    public enum MaskedMoments {
        /** All of them. */
        ALL,
        /** Those that the mask leaves: layers/normalization/batch_normalization.py of tf.keras 2.15. */
        COUNTED,
        /** Likewise, but divided by their count plus {@link #EPSILON}: the same file of Keras 3. */
        COUNTED_AND_EPSILON
    }

    /** What an activity regularizer adds to the loss. */
    public enum ActivityPenalty {
        /** The penalty of all numbers: Keras 1.2 and 2, and Keras 3 up to 3.14.0 (src/layers/layer.py). */
        SUM,
        /** The same over the batch size: tf.keras (engine/base_layer.py 2.15), and Keras 3 from 3.14.1 on. */
        MEAN,
        /** Regularizers were objects of another kind before Keras 1.2. */
        UNKNOWN
    }

    /** How {@code numpy.random.seed} gives the initial weights. */
    public enum Start {
        /** It does not. */
        UNKNOWN,
        /** Kernels by {@code init}, recurrent kernels by {@code inner_init}: Keras 1.0 and 1.1. */
        RECURRENT_BY_INNER,
        /** All by {@code init}: Keras 1.2. */
        RECURRENT_AS_KERNEL
    }

    /** The rules of the Keras that wrote a model. */
    public static TrainingRules of(Provenance provenance) {
        Generation generation = provenance.generation();
        boolean theano = provenance.onTheano();
        boolean first = generation == Generation.KERAS_1;
        boolean second = generation == Generation.KERAS_2 || generation == Generation.KERAS_2_3;
        boolean third = generation == Generation.KERAS_3;
        boolean newer = third || generation == Generation.TF_KERAS;
        return new TrainingRules(
                newer,
                theano,
                theano,
                theano,
                third
                        ? EmbeddingGradient.SQUARED_BY_SLICE
                        : newer ? EmbeddingGradient.SUMMED_AFTER_CLIPPING : EmbeddingGradient.DENSE,
                third,
                newer,
                generation == Generation.TF_KERAS,
                second,
                generation == Generation.TF_KERAS
                        ? Fused.IMAGES_AND_VOLUMES
                        : second && provenance.backend().equals("tensorflow") ? Fused.IMAGES : Fused.NONE,
                first && theano,
                theano && provenance.kerasVersion().matches("1\\.0\\.[0-7]"),
                newer,
                third ? MaskedMoments.COUNTED_AND_EPSILON : newer ? MaskedMoments.COUNTED : MaskedMoments.ALL,
                newer,
                first,
                newer,
                third,
                second && !provenance.backend().equals("theano"),
                !newer,
                activityPenalty(generation, provenance.kerasVersion()),
                start(generation, provenance.kerasVersion()));
    }

    private static ActivityPenalty activityPenalty(Generation generation, String version) {
        return switch (generation) {
            case KERAS_1 -> version.startsWith("1.2") ? ActivityPenalty.SUM : ActivityPenalty.UNKNOWN;
            case KERAS_2, KERAS_2_3 -> ActivityPenalty.SUM;
            case TF_KERAS -> ActivityPenalty.MEAN;
            case KERAS_3 ->
                version.matches("3\\.(\\d|1[0-3])\\..*|3\\.14\\.0.*") ? ActivityPenalty.SUM : ActivityPenalty.MEAN;
        };
    }

    private static Start start(Generation generation, String version) {
        if (generation != Generation.KERAS_1) {
            return Start.UNKNOWN;
        }
        return version.startsWith("1.2") ? Start.RECURRENT_AS_KERNEL : Start.RECURRENT_BY_INNER;
    }
}
