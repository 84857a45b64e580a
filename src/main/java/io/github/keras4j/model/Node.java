package io.github.keras4j.model;

import java.util.List;
import java.util.Map;

/**
 * One call of a layer; a shared layer has several nodes with the same layer.
 *
 * @param layer what is called
 * @param inputs its inputs in order. Recurrent layers: the sequence, then the initial states. Attention layers:
 *     query, value and, where given, key. Empty for an InputLayer
 * @param keywordInputs tensors given by keyword in the call: {@code mask}, {@code attention_mask},
 *     {@code query_mask}, {@code value_mask}, ...
 * @param arguments constants given by keyword in the call: {@code use_causal_mask} (Boolean), ...
 * @param masks what becomes of its inputs' masks
 */
public record Node(
        Layer layer,
        List<TensorRef> inputs,
        Map<String, TensorRef> keywordInputs,
        Map<String, Object> arguments,
        Masks masks) {
    /** What becomes of the masks of a call's inputs. */
    public enum Masks {
        /** The layer looks at them as it does. */
        SEEN,
        /**
         * The layer computes as if there were none, and hands its first input's on. Keras 3 gives a layer its input's
         * mask only where that input is the call's one tensor (layers/layer.py 3.15, __call__): a recurrent layer
         * with an initial state takes every step.
         */
        PASSED_BY,
        /**
         * They end here: Keras 1's Merge of Sequentials looks at the nodes by which these stand in the graph, whose
         * masks are None (Sequential.add in keras/models.py 1.2.2).
         */
        DROPPED
    }

    /** The list and the maps are copied. */
    public Node {
        inputs = List.copyOf(inputs);
        keywordInputs = Map.copyOf(keywordInputs);
        arguments = Map.copyOf(arguments);
    }

    /**
     * A call without constants among its arguments.
     *
     * @param layer what is called
     * @param inputs what it takes, in order
     */
    public Node(Layer layer, List<TensorRef> inputs) {
        this(layer, inputs, Map.of(), Map.of(), Masks.SEEN);
    }
}
