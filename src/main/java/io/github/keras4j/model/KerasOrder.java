package io.github.keras4j.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The orders in which Keras runs a network's calls and lists its layers, whatever the order of the configuration. Both
 * go by depth, the distance to the outputs, and then by the order in which a search from the outputs meets them
 * (keras/engine/network.py 2.2.4, {@code _map_graph_network}; keras/src/ops/function.py 3.15, {@code map_graph}: the
 * same).
 */
public final class KerasOrder {
    private final Network network;
    private final Map<String, Integer> met = new LinkedHashMap<>();
    private final List<Integer> finished = new ArrayList<>();
    private final boolean[] seen;
    /** Of calls that lead to an output, in the order in which Keras finds their depth. */
    private final Map<Integer, Integer> depths = new LinkedHashMap<>();

    private final Map<String, Integer> layerDepths = new LinkedHashMap<>();

    private KerasOrder(Network network) {
        this.network = network;
        this.seen = new boolean[network.nodes().size()];
        network.outputs().forEach(output -> search(output.node()));
        for (int i = finished.size() - 1; i >= 0; i--) {
            int node = finished.get(i);
            String name = network.nodes().get(node).layer().name();
            int depth = Math.max(depths.getOrDefault(node, 0), layerDepths.getOrDefault(name, 0));
            layerDepths.put(name, depth);
            depths.put(node, depth);
            for (int parent : parents(node)) {
                depths.merge(parent, depth + 1, Math::max);
            }
        }
    }

    /** The indices of the nodes that lead to an output, in the order in which Keras runs them. */
    public static List<Integer> calls(Network network) {
        Map<Integer, Integer> depths = new KerasOrder(network).depths;
        List<Integer> order = new ArrayList<>(depths.keySet());
        order.sort(Comparator.comparing(depths::get, Collections.reverseOrder())); // stable
        return order;
    }

    /**
     * {@code model.layers} after Keras has built the network. Keras pairs the weights of an {@code .h5}, and the numbered
     * groups of a {@code .keras}, with its layers in this order and asks for no names.
     */
    public static List<Layer> layers(Network network) {
        KerasOrder order = new KerasOrder(network);
        List<Layer> layers = new ArrayList<>(network.layers());
        layers.removeIf(layer -> layer instanceof Core.Constant); // to Keras an argument, not a layer
        layers.sort(Comparator.<Layer>comparingInt(layer -> -order.layerDepths.getOrDefault(layer.name(), 0))
                .thenComparingInt(layer -> order.met.getOrDefault(layer.name(), -1)));
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

    /** Tensors given by keyword follow, by their names, as Keras flattens a call's arguments. */
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
