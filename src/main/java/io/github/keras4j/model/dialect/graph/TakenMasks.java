package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasOrder;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Wrapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keras 3's MultiHeadAttention takes the masks off the tensors that it is called on ({@code set_keras_mask(query,
 * None)}, layers/attention/multi_head_attention.py 3.15, call), so that whoever takes the same tensor later sees none:
 * the {@code Add} of a transformer's residual connection, say. A layer that does nothing in inference returns the very
 * tensor that it was given, and shares its fate.
 */
final class TakenMasks {
    private final Network network;
    private final Set<TensorRef> taken = new HashSet<>();

    private TakenMasks(Network network) {
        this.network = network;
    }

    /** The network with every call told whose masks were taken before it. */
    static Network applied(Network network) {
        return new TakenMasks(network).apply();
    }

    private Network apply() {
        List<Node> nodes = new ArrayList<>(network.nodes());
        for (int index : KerasOrder.calls(network)) {
            Node node = network.nodes().get(index);
            Set<TensorRef> unmasked = new HashSet<>();
            for (TensorRef ref : tensors(node)) {
                if (taken.contains(root(ref))) {
                    unmasked.add(ref);
                }
            }
            if (!unmasked.isEmpty()) {
                nodes.set(index, node.withUnmasked(unmasked));
            }
            take(node);
        }
        return network.withNodes(nodes);
    }

    private void take(Node node) {
        if (node.layer() instanceof Attentive.MultiHeadAttention) {
            node.inputs().forEach(ref -> taken.add(root(ref)));
        } else if (node.layer() instanceof Wrapper.NestedModel nested) {
            TakenMasks inner = new TakenMasks(nested.network());
            inner.apply();
            List<TensorRef> inputs = nested.network().inputs();
            for (int i = 0; i < inputs.size() && i < node.inputs().size(); i++) {
                if (inner.taken.contains(inputs.get(i))) {
                    taken.add(root(node.inputs().get(i)));
                }
            }
        }
    }

    static List<TensorRef> tensors(Node node) {
        List<TensorRef> tensors = new ArrayList<>(node.inputs());
        tensors.addAll(node.keywordInputs().values());
        return tensors;
    }

    /** The tensor that this one is, through layers that return what they are given. */
    private TensorRef root(TensorRef ref) {
        TensorRef at = ref;
        while (returnsItsInput(network.node(at).layer())) {
            at = network.node(at).inputs().get(0);
        }
        return at;
    }

    private static boolean returnsItsInput(Layer layer) {
        return layer instanceof Core.Passthrough
                || layer instanceof Activations.Activate activate
                        && activate.activation().kind() == Activation.Kind.LINEAR;
    }
}
