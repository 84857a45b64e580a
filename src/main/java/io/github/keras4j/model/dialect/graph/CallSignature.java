package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.dialect.layers.LayerSpec;
import java.util.List;
import java.util.Set;

/**
 * What a layer's {@code call} takes: all else in a stored call is refused. Names and orders are those of Keras 3.15
 * and tf.keras 2.15.
 *
 * @param positions the parameters in their order, for those that are written by position
 * @param inputs parameters whose tensors follow the first one among the node's inputs, in this order
 * @param tensors parameters that are tensors and stay named: masks and weights
 * @param flags parameters that are true or false
 */
record CallSignature(List<String> positions, List<String> inputs, Set<String> tensors, Set<String> flags) {
    private static final CallSignature RECURRENT = new CallSignature(
            List.of("sequences", "initial_state", "mask", "training"),
            List.of("initial_state"),
            Set.of("mask"),
            Set.of());
    private static final CallSignature GROUPED_QUERY = new CallSignature(
            List.of(
                    "query",
                    "value",
                    "key",
                    "query_mask",
                    "value_mask",
                    "key_mask",
                    "attention_mask",
                    "return_attention_scores",
                    "training",
                    "use_causal_mask"),
            List.of("value", "key"),
            Set.of("query_mask", "value_mask", "key_mask", "attention_mask"),
            Set.of("return_attention_scores", "use_causal_mask"));
    /**
     * Keras 3's MultiHeadAttention puts the mask that its query carries in the place of a query_mask that is given
     * (multi_head_attention.py 3.15, call), so one that is given is refused.
     */
    private static final CallSignature MULTI_HEAD = new CallSignature(
            GROUPED_QUERY.positions(),
            GROUPED_QUERY.inputs(),
            Set.of("value_mask", "key_mask", "attention_mask"),
            GROUPED_QUERY.flags());

    private static final CallSignature ATTENTION = new CallSignature(
            List.of("inputs", "mask", "training", "return_attention_scores", "use_causal_mask"),
            List.of(),
            Set.of("query_mask", "value_mask", "key_mask"),
            Set.of("return_attention_scores", "use_causal_mask"));
    private static final CallSignature MASKED =
            new CallSignature(List.of("inputs", "mask"), List.of(), Set.of("mask"), Set.of());
    /**
     * Keras 3 stores the mask among the arguments of a call in a functional model. A model inside takes it for its first
     * input's, whatever that carries (models/functional.py 3.15, call); a batch normalization looks at it in training.
     */
    private static final CallSignature GIVEN_MASK =
            new CallSignature(List.of("inputs", "training", "mask"), List.of(), Set.of("mask"), Set.of());

    private static final CallSignature COUNTED =
            new CallSignature(List.of("inputs", "count_weights"), List.of(), Set.of("count_weights"), Set.of());
    private static final CallSignature REVERSIBLE =
            new CallSignature(List.of("inputs", "reverse"), List.of(), Set.of(), Set.of("reverse"));
    private static final CallSignature PLAIN =
            new CallSignature(List.of("inputs", "training", "mask"), List.of(), Set.of(), Set.of());

    /** Somebody's own layer: every tensor by position is an input. */
    private static final CallSignature CUSTOM = new CallSignature(
            List.of("inputs", "second", "third", "fourth", "fifth", "sixth"),
            List.of("second", "third", "fourth", "fifth", "sixth"),
            Set.of("mask"),
            Set.of());

    static CallSignature of(LayerSpec spec) {
        if (LayerFactory.isNetwork(spec)) {
            return GIVEN_MASK;
        }
        return LayerFactory.isKerasOwn(spec) ? of(spec.className()) : CUSTOM;
    }

    private static CallSignature of(String className) {
        return switch (className) {
            case "LSTM",
                    "GRU",
                    "SimpleRNN",
                    "RNN",
                    "Bidirectional",
                    "ConvLSTM1D",
                    "ConvLSTM2D",
                    "ConvLSTM3D",
                    "CuDNNLSTM",
                    "CuDNNGRU" -> RECURRENT;
            case "MultiHeadAttention" -> MULTI_HEAD;
            case "GroupQueryAttention", "GroupedQueryAttention" -> GROUPED_QUERY;
            case "Attention", "AdditiveAttention" -> ATTENTION;
            case "GlobalAveragePooling1D", "GlobalAvgPool1D", "Softmax", "TimeDistributed" -> MASKED;
            case "BatchNormalization" -> GIVEN_MASK;
            case "CategoryEncoding" -> COUNTED;
            case "ReversibleEmbedding" -> REVERSIBLE;
            default -> PLAIN;
        };
    }

    /** Whether {@code mask} is a list with one for each input: {@code [query_mask, value_mask]}. */
    boolean listsMasks() {
        return this == ATTENTION;
    }
}
