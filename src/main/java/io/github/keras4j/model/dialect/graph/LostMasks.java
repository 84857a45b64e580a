package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.NumberType;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.operations.LayerTypes;
import java.util.ArrayList;
import java.util.List;

/**
 * tf.keras's MultiHeadAttention reads its query's mask off the tensor ({@code query._keras_mask},
 * layers/attention/multi_head_attention.py 2.15, _compute_attention_mask). A query that is cast to the layer's type first is
 * another tensor, without a mask, while value and key keep theirs. That is not run.
 */
public final class LostMasks {
    private LostMasks() {}

    /** The network, with the layers refused whose query loses a mask that may come. */
    public static Network checked(Network network) {
        return checked(network, List.of());
    }

    /** @param fed which inputs may bring a mask; none where the list is empty */
    private static Network checked(Network network, List<Boolean> fed) {
        List<Node> nodes = new ArrayList<>();
        List<Boolean> masked = new ArrayList<>();
        List<List<NumberType>> types = new ArrayList<>();
        boolean changed = false;
        for (int i = 0; i < network.nodes().size(); i++) {
            Node node = network.nodes().get(i);
            List<Boolean> given =
                    node.inputs().stream().map(ref -> masked.get(ref.node())).toList();
            int input = network.inputs().indexOf(new TensorRef(i, 0));
            boolean comes = given.contains(true) || input >= 0 && input < fed.size() && fed.get(input);
            Node kept = node;
            if (node.layer() instanceof Wrapper.NestedModel nested) {
                Network inner = checked(nested.network(), given);
                kept = inner == nested.network() ? node : node.withLayer(new Wrapper.NestedModel(nested.info(), inner));
                comes |= makesMask(nested.network());
            } else if (node.layer() instanceof Attentive.MultiHeadAttention heads
                    && given.get(0)
                    && isCast(heads, LayerTypes.pick(node.inputs().get(0), types))) {
                kept = node.withLayer(
                        new Unknown(
                                heads.info(),
                                "tf.keras casts its query, and loses the query's mask by that, which is not run. Received: a masked query"
                                        + " of another type than the layer's. Give the layers before it the same type, and save again."));
            }
            masked.add(comes || makesMask(node));
            types.add(LayerTypes.outputs(node, types));
            nodes.add(kept);
            changed |= kept != node;
        }
        return changed ? network.withNodes(nodes) : network;
    }

    private static boolean isCast(Attentive.MultiHeadAttention heads, NumberType query) {
        NumberType own = heads.info()
                .half()
                .or(() -> NumberType.of(heads.info().dtype().kerasName()))
                .orElse(NumberType.FLOAT32);
        return query.isFloating() && query != own;
    }

    private static boolean makesMask(Network network) {
        return network.nodes().stream()
                .anyMatch(node -> makesMask(node)
                        || node.layer() instanceof Wrapper.NestedModel nested && makesMask(nested.network()));
    }

    private static boolean makesMask(Node node) {
        return node.layer() instanceof Core.Masking
                || node.layer() instanceof Core.Embedding embedding && embedding.maskZero();
    }
}
