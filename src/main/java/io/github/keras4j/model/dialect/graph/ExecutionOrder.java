package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which Keras runs a functional model's calls: by depth, the distance to the outputs, and calls of one
 * depth in the order in which the walk from the outputs meets them (keras/src/ops/function.py 3.15, map_graph and
 * _run_through_graph).
 */
final class ExecutionOrder {
    private final Network network;
    private final Set<Integer> finished = new LinkedHashSet<>();
    private final Set<Integer> visited = new HashSet<>();

    private ExecutionOrder(Network network) {
        this.network = network;
    }

    /** Indices of all nodes that lead to an output. */
    static List<Integer> of(Network network) {
        return new ExecutionOrder(network).order();
    }

    private List<Integer> order() {
        network.outputs().forEach(output -> visit(output.node()));
        Map<Integer, Integer> depths = new LinkedHashMap<>();
        Map<String, Integer> ofLayers = new HashMap<>();
        List<Integer> fromOutputs = new ArrayList<>(finished);
        Collections.reverse(fromOutputs);
        for (int index : fromOutputs) {
            Node node = network.nodes().get(index);
            int depth = Math.max(
                    depths.getOrDefault(index, 0),
                    ofLayers.getOrDefault(node.layer().name(), 0));
            depths.put(index, depth);
            ofLayers.put(node.layer().name(), depth);
            for (TensorRef ref : TakenMasks.tensors(node)) {
                depths.merge(ref.node(), depth + 1, Math::max);
            }
        }
        List<Integer> order = new ArrayList<>(depths.keySet());
        order.sort(Comparator.comparing(depths::get, Comparator.reverseOrder())); // stable
        return order;
    }

    /** Parents first; a list in place of recursion, since a chain may be long. */
    private void visit(int start) {
        List<Integer> path = new ArrayList<>(List.of(start));
        while (!path.isEmpty()) {
            int index = path.get(path.size() - 1);
            if (visited.add(index)) {
                List<TensorRef> parents = TakenMasks.tensors(network.nodes().get(index));
                for (int i = parents.size() - 1; i >= 0; i--) {
                    if (!visited.contains(parents.get(i).node())) {
                        path.add(parents.get(i).node());
                    }
                }
            } else {
                path.remove(path.size() - 1);
                finished.add(index);
            }
        }
    }
}
