package io.github.keras4j.engine.dl4j;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Leaves out of a flat list of nodes what no output needs. */
final class Pruning {
    private Pruning() {}

    static Lowered prune(
            KerasModel original,
            List<Node> nodes,
            Map<String, Weights> weights,
            List<TensorRef> inputs,
            List<TensorRef> outputs,
            Map<TensorRef, TensorRef> places) {
        boolean[] needed = new boolean[nodes.size()];
        inputs.forEach(input -> needed[input.node()] = true);
        outputs.forEach(output -> needed[output.node()] = true);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (needed[i]) {
                nodes.get(i).inputs().forEach(input -> needed[input.node()] = true);
            }
        }
        Map<Integer, Integer> moved = new HashMap<>();
        List<Node> kept = new ArrayList<>();
        Map<String, Weights> keptWeights = new LinkedHashMap<>();
        for (int i = 0; i < needed.length; i++) {
            if (needed[i]) {
                Node node = nodes.get(i);
                List<TensorRef> from =
                        node.inputs().stream().map(ref -> moved(ref, moved)).toList();
                moved.put(i, kept.size());
                kept.add(new Node(node.layer(), from));
                keptWeights.put(
                        node.layer().name(),
                        Objects.requireNonNull(weights.get(node.layer().name())));
            }
        }
        Map<TensorRef, TensorRef> newPlaces = new HashMap<>();
        places.forEach((ref, place) -> {
            if (needed[place.node()]) {
                newPlaces.put(ref, moved(place, moved));
            }
        });
        // an input that is an output too is handed through by the session, and DL4J gives each output once
        List<TensorRef> distinct = outputs.stream()
                .filter(output -> !(nodes.get(output.node()).layer() instanceof Core.InputLayer))
                .map(ref -> moved(ref, moved))
                .distinct()
                .toList();
        Network network = new Network(
                "model",
                original.network().kind(),
                kept,
                inputs.stream().map(ref -> moved(ref, moved)).toList(),
                distinct);
        return new Lowered(
                new KerasModel(original.provenance(), network, Weights.ofChildren(keptWeights), Optional.empty()),
                newPlaces);
    }

    /** Lets every user of a node's output take another tensor instead. */
    static void redirect(List<Node> nodes, int node, TensorRef instead) {
        TensorRef old = new TensorRef(node, 0);
        nodes.replaceAll(user -> new Node(
                user.layer(),
                user.inputs().stream()
                        .map(ref -> ref.equals(old) ? instead : ref)
                        .toList()));
    }

    private static TensorRef moved(TensorRef ref, Map<Integer, Integer> moved) {
        return new TensorRef(Objects.requireNonNull(moved.get(ref.node())), ref.output());
    }
}
