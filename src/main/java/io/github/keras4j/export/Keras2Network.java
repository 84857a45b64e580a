package io.github.keras4j.export;

import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Wrapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A network's configuration as Keras 2.2.4 writes it ({@code Sequential} and {@code Network.get_config}). */
final class Keras2Network {
    private final Keras2Options options;

    Keras2Network(Keras2Options options) {
        this.options = options;
    }

    /** Every layer that a Keras 2 file can't hold, as sentences; empty when it holds the model. */
    static List<String> refusals(KerasModel model, Keras2Options options) {
        List<String> refusals = new ArrayList<>();
        Keras2Network network = new Keras2Network(options);
        for (Node node : model.network().nodes()) {
            try {
                network.layer(node.layer());
                network.arguments(node);
            } catch (UnsupportedLayerException e) {
                String message = String.valueOf(e.getMessage());
                if (!refusals.contains(message)) {
                    refusals.add(message);
                }
            }
        }
        refusals.addAll(Keras2Meaning.refusals(model.network()));
        return refusals;
    }

    /** {@code {"class_name": "Sequential", "config": ...}} or {@code "Model"}. */
    Map<String, @Nullable Object> toJson(Network network) {
        return Keras2Chain.isChain(network) ? sequential(network) : functional(network);
    }

    private Map<String, @Nullable Object> sequential(Network network) {
        List<Object> layers = new ArrayList<>();
        network.nodes().forEach(node -> layers.add(layer(node.layer())));
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("name", network.name());
        config.put("layers", layers);
        return json("Sequential", config);
    }

    private Map<String, @Nullable Object> functional(Network network) {
        Map<Layer, List<Integer>> calls = calls(network);
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("name", network.name());
        List<Object> layers = new ArrayList<>();
        calls.forEach((layer, nodes) -> {
            Map<String, @Nullable Object> json = layer(layer);
            json.put("name", layer.name());
            List<Object> inbound = new ArrayList<>();
            for (int node : nodes) {
                Node call = network.nodes().get(node);
                if (!call.inputs().isEmpty()) {
                    List<Object> references = new ArrayList<>();
                    for (TensorRef ref : call.inputs()) {
                        List<Object> reference = reference(network, calls, ref);
                        reference.add(arguments(call));
                        references.add(reference);
                    }
                    inbound.add(references);
                }
            }
            json.put("inbound_nodes", inbound);
            layers.add(json);
        });
        config.put("layers", layers);
        config.put(
                "input_layers",
                network.inputs().stream()
                        .map(ref -> reference(network, calls, ref))
                        .toList());
        config.put(
                "output_layers",
                network.outputs().stream()
                        .map(ref -> reference(network, calls, ref))
                        .toList());
        return json("Model", config);
    }

    private Map<String, @Nullable Object> layer(Layer layer) {
        if (layer instanceof Wrapper.NestedModel nested) {
            for (Layer inner : nested.network().layers()) {
                if (inner instanceof Recurrent recurrent && recurrent.walk().stateful()) {
                    throw Keras2Layers.lacking(inner, "states only outside of nested models");
                }
            }
            Map<String, @Nullable Object> json = toJson(nested.network());
            @SuppressWarnings("unchecked")
            Map<String, @Nullable Object> config =
                    (Map<String, @Nullable Object>) java.util.Objects.requireNonNull(json.get("config"));
            config.put("name", nested.name());
            return json;
        }
        return Keras2Layers.of(layer, options).toJson();
    }

    /** The nodes of each layer, in order of first call; a layer is known by its name. */
    private static Map<Layer, List<Integer>> calls(Network network) {
        Map<String, Layer> byName = new HashMap<>();
        Map<Layer, List<Integer>> calls = new LinkedHashMap<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            Layer layer = network.nodes().get(i).layer();
            Layer first = byName.computeIfAbsent(layer.name(), name -> layer);
            calls.computeIfAbsent(first, key -> new ArrayList<>()).add(i);
        }
        return calls;
    }

    private static List<Object> reference(Network network, Map<Layer, List<Integer>> calls, TensorRef ref) {
        Layer layer = network.node(ref).layer();
        int index = -1;
        for (Map.Entry<Layer, List<Integer>> entry : calls.entrySet()) {
            if (entry.getKey().name().equals(layer.name())) {
                index = entry.getValue().indexOf(ref.node());
            }
        }
        // a nested model's own creation is its node 0, so that its calls count from 1 (engine/network.py)
        int node = layer instanceof Wrapper.NestedModel ? index + 1 : index;
        return Keras2Layer.list(layer.name(), node, ref.output());
    }

    private Map<String, Object> arguments(Node node) {
        if (!node.keywordInputs().isEmpty()) {
            throw Keras2Layers.lacking(
                    node.layer(),
                    "no tensors by keyword " + node.keywordInputs().keySet());
        }
        Map<String, Object> arguments = new LinkedHashMap<>(node.arguments());
        arguments.remove("training"); // Keras 2 writes none, and inference is what it means
        if (!arguments.isEmpty() && !(node.layer() instanceof Core.InputLayer)) {
            throw Keras2Layers.lacking(node.layer(), "no arguments " + arguments.keySet() + " in a call");
        }
        return new LinkedHashMap<>();
    }

    private static Map<String, @Nullable Object> json(String className, Map<String, @Nullable Object> config) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("class_name", className);
        json.put("config", config);
        return json;
    }
}
