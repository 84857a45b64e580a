package io.github.keras4j.export;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Wrapper;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether a network is one chain of layers, each called once: what Keras's Sequential and DL4J's MultiLayer hold. */
public final class Keras2Chain {
    private Keras2Chain() {}

    public static boolean isChain(Network network) {
        List<Node> nodes = network.nodes();
        if (nodes.isEmpty()
                || !(nodes.get(0).layer() instanceof Core.InputLayer)
                || network.inputs().size() != 1
                || !network.outputs().equals(List.of(new TensorRef(nodes.size() - 1, 0)))) {
            return false;
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            List<TensorRef> expected = i == 0 ? List.of() : List.of(new TensorRef(i - 1, 0));
            if (!node.inputs().equals(expected)
                    || !node.keywordInputs().isEmpty()
                    || node.layer() instanceof Wrapper.NestedModel
                    || !names.add(node.layer().name())) {
                return false;
            }
        }
        return nodes.size() > 1;
    }
}
