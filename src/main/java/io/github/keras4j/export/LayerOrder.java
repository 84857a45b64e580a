package io.github.keras4j.export;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The order of {@code model.layers} after Keras has built a network from its configuration, whatever the order of the
 * configuration: the farthest from the outputs first, those equally far as a search from the outputs meets them.
 * Keras pairs the weights of an {@code .h5}, and the numbered groups of a {@code .keras}, with its layers in this
 * order and asks for no names (keras/engine/network.py 2.2.4, {@code _map_graph_network}; keras/src/ops/function.py
 * 3.15, {@code map_graph}: the same).
 */
final class LayerOrder {
    private final Network network;
    private final Map<String, Integer> met = new LinkedHashMap<>();
    private final List<Integer> finished = new ArrayList<>();
    private final boolean[] seen;

    private LayerOrder(Network network) {
        this.network = network;
        this.seen = new boolean[network.nodes().size()];
    }

    static List<Layer> of(Network network) {
        return new LayerOrder(network).ordered();
    }

    private List<Layer> ordered() {
        network.outputs().forEach(output -> search(output.node()));
        int[] depths = new int[network.nodes().size()];
        Map<String, Integer> layerDepths = new LinkedHashMap<>();
        for (int i = finished.size() - 1; i >= 0; i--) {
            int node = finished.get(i);
            String name = network.nodes().get(node).layer().name();
            int depth = Math.max(depths[node], layerDepths.getOrDefault(name, 0));
            layerDepths.put(name, depth);
            depths[node] = depth;
            for (int parent : parents(node)) {
                depths[parent] = Math.max(depth + 1, depths[parent]);
            }
        }
        List<Layer> layers = new ArrayList<>(network.layers());
        layers.removeIf(layer -> layer instanceof Core.Constant); // to Keras an argument, not a layer
        layers.sort(Comparator.<Layer>comparingInt(layer -> -layerDepths.getOrDefault(layer.name(), 0))
                .thenComparingInt(layer -> met.getOrDefault(layer.name(), -1)));
        return layers;
    }

    /** Depth first, without recursion: a chain may be longer than the stack. */
    private void search(int from) {
        Deque<int[]> path = new ArrayDeque<>();
        enter(from, path);
        while (!path.isEmpty()) {
            int[] place = path.peek();
            List<Integer> parents = parents(place[0]);
            if (place[1] == parents.size()) {
                finished.add(place[0]);
                path.pop();
            } else {
                enter(parents.get(place[1]++), path);
            }
        }
    }

    private void enter(int node, Deque<int[]> path) {
        if (!seen[node]) {
            seen[node] = true;
            met.putIfAbsent(network.nodes().get(node).layer().name(), met.size());
            path.push(new int[] {node, 0});
        }
    }

    private List<Integer> parents(int node) {
        Node call = network.nodes().get(node);
        List<Integer> parents = new ArrayList<>();
        call.inputs().forEach(ref -> parents.add(ref.node()));
        for (TensorRef ref : new TreeMap<>(call.keywordInputs()).values()) {
            parents.add(ref.node());
        }
        return parents;
    }
}
