package io.github.keras4j.export;

import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.KerasOrder;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
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
    private final Target target;
    private final Map<String, Map<String, Object>> own;
    private final boolean sequential;

    Keras2Network(Target target) {
        this(target, Map.of(), true);
    }

    /**
     * @param own the configurations of layers that the reader is taught, by name
     * @param sequential whether a chain of layers is written as one
     */
    Keras2Network(Target target, Map<String, Map<String, Object>> own, boolean sequential) {
        this.target = target;
        this.own = own;
        this.sequential = sequential;
    }

    boolean isOwn(Layer layer) {
        return own.containsKey(layer.name());
    }

    /** Every layer that a Keras 2 file can't hold, as sentences; empty when it holds the model. */
    static List<String> refusals(KerasModel model, Target target) {
        List<String> refusals = new ArrayList<>();
        Keras2Network network = new Keras2Network(target);
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
        if (!target.isModern()) { // what the others make of the file shows when it is read back
            refusals.addAll(Keras2Meaning.refusals(model.network(), target));
        }
        return refusals;
    }

    /** {@code {"class_name": "Sequential", "config": ...}} or {@code "Model"}, since tf.keras {@code "Functional"}. */
    Map<String, @Nullable Object> toJson(Network network) {
        return sequential && Keras2Chain.isChain(network) ? sequential(network) : functional(network);
    }

    /** Whether the network's JSON is a Sequential's. */
    static boolean isSequential(Network network) {
        return Keras2Chain.isChain(network);
    }

    private Map<String, @Nullable Object> sequential(Network network) {
        List<Object> layers = new ArrayList<>();
        network.nodes().forEach(node -> layers.add(layer(node.layer())));
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("name", network.name());
        config.put("layers", layers);
        return Keras2Layer.json(target, "keras", "Sequential", config);
    }

    private Map<String, @Nullable Object> functional(Network network) {
        Map<Layer, List<Integer>> calls = calls(network);
        Keras2Calls inbound = new Keras2Calls(target, network, calls);
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("name", network.name());
        List<Object> layers = new ArrayList<>();
        inputsFirst(network, calls).forEach((layer, nodes) -> {
            Map<String, @Nullable Object> json = layer(layer);
            json.put("name", layer.name());
            json.put(
                    "inbound_nodes",
                    nodes.stream()
                            .map(network.nodes()::get)
                            .filter(call -> !call.inputs().isEmpty())
                            .map(inbound::json)
                            .toList());
            layers.add(json);
        });
        config.put("layers", layers);
        config.put("input_layers", ends(network.inputs(), inbound));
        config.put("output_layers", ends(network.outputs(), inbound));
        return Keras2Layer.json(
                target, "keras.src.models.functional", target.isModern() ? "Functional" : "Model", config);
    }

    /** DL4J pairs the inputs' shapes with the inputs in the order of this list, not in that of input_layers. */
    private static Map<Layer, List<Integer>> inputsFirst(Network network, Map<Layer, List<Integer>> calls) {
        Map<Layer, List<Integer>> ordered = new LinkedHashMap<>();
        network.inputs().forEach(ref -> {
            Layer input = network.node(ref).layer();
            ordered.put(input, calls.getOrDefault(input, List.of()));
        });
        calls.forEach(ordered::putIfAbsent);
        return ordered;
    }

    /**
     * In Keras 3 a list of one is a list to whoever calls the model, and TimeDistributed takes no model that gives a list
     * (keras/src/models/functional.py 3.15, functional_from_config, map_tensors).
     */
    private List<?> ends(List<TensorRef> refs, Keras2Calls inbound) {
        List<List<Object>> ends = refs.stream().map(inbound::end).toList();
        return target == Target.KERAS_3 && ends.size() == 1 ? ends.get(0) : ends;
    }

    private Map<String, @Nullable Object> layer(Layer layer) {
        Map<String, Object> taught = own.get(layer.name());
        if (taught != null) {
            Keras2Layer json = new Keras2Layer(layer, layer.className(), target);
            taught.forEach(json::with);
            return json.toJson();
        }
        if (layer instanceof Wrapper.NestedModel nested) {
            return nested(nested);
        }
        if (layer instanceof Wrapper.TimeDistributed each && each.layer() instanceof Wrapper.NestedModel inner) {
            return new Keras2Layer(each, "TimeDistributed", target)
                    .with("layer", nested(inner))
                    .toJson();
        }
        return Keras2Layers.of(layer, target).toJson();
    }

    private Map<String, @Nullable Object> nested(Wrapper.NestedModel nested) {
        for (Layer inner : nested.network().layers()) {
            if (!target.isModern()
                    && inner instanceof Recurrent recurrent
                    && recurrent.walk().stateful()) {
                throw Keras2Layers.lacking(target, inner, "no layer in a nested model that carries states");
            }
        }
        nested.network().nodes().forEach(this::arguments);
        Map<String, @Nullable Object> json = toJson(nested.network());
        @SuppressWarnings("unchecked")
        Map<String, @Nullable Object> config =
                (Map<String, @Nullable Object>) java.util.Objects.requireNonNull(json.get("config"));
        config.put("name", nested.name());
        return json;
    }

    /**
     * The nodes of each layer, the layers in the order in which Keras has them once the model is built: so Keras writes
     * its own, and whoever pairs weights by the order of the configuration pairs as Keras does. A layer is known by its
     * name.
     */
    private static Map<Layer, List<Integer>> calls(Network network) {
        Map<String, List<Integer>> byName = new HashMap<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            byName.computeIfAbsent(network.nodes().get(i).layer().name(), name -> new ArrayList<>())
                    .add(i);
        }
        Map<Layer, List<Integer>> calls = new LinkedHashMap<>();
        for (Layer layer : KerasOrder.layers(network)) {
            List<Integer> nodes = byName.remove(layer.name());
            if (nodes != null) {
                calls.put(layer, nodes);
            }
        }
        return calls;
    }

    private void arguments(Node node) {
        if (target == Target.KERAS_3 && node.layer().name().contains("/")) {
            throw Keras2Layers.lacking(target, node.layer(), "no names with a slash");
        }
        if (!target.isModern() && !node.keywordInputs().isEmpty()) {
            throw Keras2Layers.lacking(
                    target,
                    node.layer(),
                    "no tensors by keyword " + node.keywordInputs().keySet());
        }
        if (node.layer() instanceof Merging && node.inputs().size() < 2) {
            throw Keras2Layers.notWritten(target, node.layer(), "the merging of one tensor");
        }
        Map<String, Object> arguments = new LinkedHashMap<>(node.arguments());
        arguments.remove("training"); // Keras 2 writes none, and inference is what it means
        if (!arguments.isEmpty() && !(node.layer() instanceof Core.InputLayer)) {
            throw Keras2Layers.notWritten(target, node.layer(), "arguments of calls. Received: " + arguments.keySet());
        }
    }
}
