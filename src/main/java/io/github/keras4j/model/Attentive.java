package io.github.keras4j.model;

import java.util.List;
import java.util.Optional;

/** Attention layers. Inputs: query, value and, where given, key (else the value is the key). */
public sealed interface Attentive extends Layer {
    /** Handles every layer of this family; an implementation does not compile until it handles a new one. */
    interface Visitor<R> {
        R attention(Attention layer);

        R additiveAttention(AdditiveAttention layer);

        R multiHeadAttention(MultiHeadAttention layer);

        R groupedQueryAttention(GroupedQueryAttention layer);
    }

    /** Calls the visitor's method for this layer. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(Layer.Visitor<R> visitor) {
        return visitor.attentive(this);
    }

    /** What a query gives if the mask hides every key from it. */
    enum Unattended {
        /**
         * The softmax of its scores minus 1e9 in float32, which is the mean of all values unless a score reaches 32.
         * tf.keras, and Keras 3 before 3.10, whose Softmax layer subtracts that number ({@link
         * Activations.AtMask#LOWERED}).
         */
        LOWERED,
        /** Zero: the weights come from a Softmax layer that zeroes what is masked ({@link Activations.AtMask#ZERO}). */
        ZERO,
        /**
         * The mean if queries lie along one axis and the call does not ask for the scores, otherwise zero. Keras 3.10
         * without dropout goes through ops.dot_product_attention then, and through its Softmax layer otherwise
         * (layers/attention/multi_head_attention.py 3.15, _compute_attention).
         */
        MEAN_ON_ONE_AXIS
    }

    /** Weights: scale () with {@code useScale}; concat_score_weight () with score mode {@code concat}. */
    record Attention(LayerInfo info, boolean useScale, String scoreMode, boolean causal) implements Attentive {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.attention(this);
        }
    }

    /** Weights: scale (features,) with {@code useScale}. */
    record AdditiveAttention(LayerInfo info, boolean useScale, boolean causal) implements Attentive {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.additiveAttention(this);
        }
    }

    /**
     * Weights in children query, key, value: kernel (in, heads, keyDim or valueDim), bias (heads, dim); child output:
     * kernel (heads, valueDim, out...), bias (out...). With {@code useGate} also a child gate, as the query's with
     * valueDim.
     *
     * @param outputShape empty: the query's last size
     * @param attentionAxes empty: all but batch and features
     * @param slidingWindow a step attends only to steps less than this many away; 0: no limit
     * @param useGate whether what the heads give is multiplied by sigmoid(gate's projection of the query)
     * @param lowersByNumber whether an attention_mask that meets no other mask takes 1e9 (1 - mask) off the scores, as
     *     tf.keras and Keras 3 before 3.7 do; elsewhere any number but 0 is true
     * @param unattended what a query gets that is kept from every key
     */
    record MultiHeadAttention(
            LayerInfo info,
            int numHeads,
            int keyDim,
            int valueDim,
            boolean useBias,
            Optional<List<Integer>> outputShape,
            List<Integer> attentionAxes,
            int slidingWindow,
            boolean useGate,
            boolean lowersByNumber,
            Unattended unattended)
            implements Attentive {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.multiHeadAttention(this);
        }
    }

    /** Keras 3. As MultiHeadAttention, with fewer key/value heads. */
    record GroupedQueryAttention(
            LayerInfo info,
            int headDim,
            int numQueryHeads,
            int numKeyValueHeads,
            boolean useBias,
            int slidingWindow,
            boolean useGate,
            Unattended unattended)
            implements Attentive {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.groupedQueryAttention(this);
        }
    }
}
