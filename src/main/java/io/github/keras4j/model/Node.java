package io.github.keras4j.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One call of a layer; a shared layer has several nodes with the same layer.
 *
 * @param layer what is called
 * @param inputs its inputs in order. Recurrent layers: the sequence, then the initial states. Attention layers: query,
 *     value and, where given, key. Empty for an InputLayer
 * @param keywordInputs tensors given by keyword in the call: {@code mask}, {@code attention_mask}, {@code query_mask},
 *     {@code value_mask}, ...
 * @param arguments constants given by keyword in the call: {@code use_causal_mask} (Boolean), ...
 * @param masks what becomes of its inputs' masks
 * @param unmasked its input tensors whose mask an earlier call removed
 */
public record Node(
        Layer layer,
        List<TensorRef> inputs,
        Map<String, TensorRef> keywordInputs,
        Map<String, Object> arguments,
        Masks masks,
        Set<TensorRef> unmasked) {
    /** What a call does with its inputs' masks. */
    public enum Masks {
        /** The layer uses them as usual. */
        SEEN,
        /**
         * The layer computes without masks and passes its first input's mask on. Keras 3 gives a layer its input's mask
         * only if that input is the call's only tensor (layers/layer.py 3.15, __call__): a recurrent layer with an
         * initial state takes every step.
         */
        PASSED_BY,
        /**
         * They are dropped: Keras 1's Merge of Sequentials looks at these models' own nodes in the graph, whose masks
         * are None (Sequential.add in keras/models.py 1.2.2).
         */
        DROPPED
    }

    /** The list and the maps are copied. */
    public Node {
        inputs = List.copyOf(inputs);
        keywordInputs = Map.copyOf(keywordInputs);
        arguments = Map.copyOf(arguments);
        unmasked = Set.copyOf(unmasked);
    }

    /** A call none of whose inputs lost its mask. */
    public Node(
            Layer layer,
            List<TensorRef> inputs,
            Map<String, TensorRef> keywordInputs,
            Map<String, Object> arguments,
            Masks masks) {
        this(layer, inputs, keywordInputs, arguments, masks, Set.of());
    }

    /** The same call of another layer. */
    public Node withLayer(Layer other) {
        return new Node(other, inputs, keywordInputs, arguments, masks, unmasked);
    }

    /** The same call with the masks of these tensors removed. */
    public Node withUnmasked(Set<TensorRef> taken) {
        return new Node(layer, inputs, keywordInputs, arguments, masks, taken);
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
