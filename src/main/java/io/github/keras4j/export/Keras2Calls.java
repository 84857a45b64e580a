package io.github.keras4j.export;

import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a functional configuration tells which tensors a layer is called on. */
final class Keras2Calls {
    private final Target target;
    private final Network network;
    private final Map<Layer, List<Integer>> calls;
    private final List<List<Shape>> shapes;

    Keras2Calls(Target target, Network network, Map<Layer, List<Integer>> calls) {
        this.target = target;
        this.network = network;
        this.calls = calls;
        this.shapes = target == Target.KERAS_3 ? Shapes.infer(network) : List.of();
    }

    /** One entry of {@code inbound_nodes}. */
    Object json(Node call) {
        return target == Target.KERAS_3 ? keras3(call) : target == Target.TF_KERAS ? tfKeras(call) : plain(call);
    }

    /** An entry of {@code input_layers} or {@code output_layers}. */
    List<Object> end(TensorRef ref) {
        Layer layer = network.node(ref).layer();
        return Keras2Layer.list(layer.name(), number(ref, layer, target == Target.KERAS_3), ref.output());
    }

    private List<Object> plain(Node call) {
        List<Object> references = new ArrayList<>();
        for (TensorRef ref : call.inputs()) {
            List<Object> reference = reference(ref);
            reference.add(new LinkedHashMap<>());
            references.add(reference);
        }
        return references;
    }

    /** Tensors by keyword stand in the first reference's arguments (keras/engine/node.py 2.15, serialize). */
    private List<Object> tfKeras(Node call) {
        int first = positional(call);
        List<Object> references = new ArrayList<>();
        for (TensorRef ref : call.inputs().subList(0, first)) {
            List<Object> reference = reference(ref);
            reference.add(new LinkedHashMap<>());
            references.add(reference);
        }
        Map<String, Object> keywords = new LinkedHashMap<>();
        List<TensorRef> others = call.inputs().subList(first, call.inputs().size());
        if (call.layer() instanceof Attentive.MultiHeadAttention) {
            for (int i = 0; i < others.size(); i++) {
                keywords.put(i == 0 ? "value" : "key", reference(others.get(i)));
            }
        } else if (!others.isEmpty()) {
            keywords.put("initial_state", others.stream().map(this::reference).toList());
        }
        new TreeMap<>(call.keywordInputs()).forEach((name, ref) -> keywords.put(name, reference(ref)));
        @SuppressWarnings("unchecked")
        List<Object> leading = (List<Object>) references.get(0);
        leading.set(leading.size() - 1, keywords);
        return references;
    }

    /** {@code {"args": [...], "kwargs": {...}}} (keras/src/models/functional.py 3.15, serialize_node). */
    private Map<String, Object> keras3(Node call) {
        int first = positional(call);
        List<Object> leading = new ArrayList<>(
                call.inputs().subList(0, first).stream().map(this::tensor).toList());
        List<Object> others =
                new ArrayList<>(call.inputs().subList(first, call.inputs().size()).stream()
                        .map(this::tensor)
                        .toList());
        List<Object> args = new ArrayList<>();
        Map<String, Object> keywords = new LinkedHashMap<>();
        if (call.layer() instanceof Attentive.MultiHeadAttention) {
            args.addAll(leading);
            args.addAll(others);
        } else {
            args.add(leading.size() == 1 ? leading.get(0) : leading);
            if (!others.isEmpty()) {
                keywords.put("initial_state", others);
            }
        }
        new TreeMap<>(call.keywordInputs()).forEach((name, ref) -> keywords.put(name, tensor(ref)));
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("args", args);
        node.put("kwargs", keywords);
        return node;
    }

    /** How many of the inputs are the layer's first argument. */
    private static int positional(Node call) {
        boolean one = call.layer() instanceof Recurrent
                || call.layer() instanceof Wrapper.Bidirectional
                || call.layer() instanceof Attentive.MultiHeadAttention;
        return one ? Math.min(1, call.inputs().size()) : call.inputs().size();
    }

    private Map<String, Object> tensor(TensorRef ref) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("shape", Keras2Layers.sizes(shapes.get(ref.node()).get(ref.output())));
        config.put("dtype", "float32");
        config.put("keras_history", reference(ref));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("class_name", "__keras_tensor__");
        json.put("config", config);
        return json;
    }

    private List<Object> reference(TensorRef ref) {
        Layer layer = network.node(ref).layer();
        return Keras2Layer.list(layer.name(), number(ref, layer, false), ref.output());
    }

    /** The call's number among those of its layer. */
    private int number(TensorRef ref, Layer layer, boolean asEnd) {
        int index = -1;
        for (Map.Entry<Layer, List<Integer>> entry : calls.entrySet()) {
            if (entry.getKey().name().equals(layer.name())) {
                index = entry.getValue().indexOf(ref.node());
            }
        }
        if (!(layer instanceof Wrapper.NestedModel nested)) {
            return index;
        }
        if (target == Target.KERAS_3) {
            // calls count from 0 among the layers; among the model's outputs those of a Functional from 1
            // (keras/src/models/functional.py 3.15, get_tensor)
            return asEnd && !Keras2Network.isSequential(nested.network()) ? index + 1 : index;
        }
        // a nested model's own creation is its node 0, so that its calls count from 1 (engine/network.py)
        return index + 1;
    }
}
