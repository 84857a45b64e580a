package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.model.Custom;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.dialect.layers.LayerSpec;
import io.github.keras4j.model.dialect.layers.Refusal;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A functional model: layers, their calls, and which outputs are the model's. */
final class FunctionalReader {
    private final LayerFactory factory;
    private final Graph graph = new Graph();
    private final Map<String, LayerSpec> specs = new LinkedHashMap<>();
    private final Map<String, List<Call>> calls = new LinkedHashMap<>();
    private final Map<String, Layer> layers = new HashMap<>();
    /** For each layer, the shapes of its first call. */
    private final Map<String, List<Shape>> builtFor = new HashMap<>();
    /** For each layer, the node of each of its calls. */
    private final Map<String, List<Integer>> done = new HashMap<>();

    private Map<String, Integer> firstCall = Map.of();

    FunctionalReader(LayerFactory factory) {
        this.factory = factory;
    }

    Network read(LayerSpec model) {
        model.config().path("layers").forEach(node -> {
            LayerSpec spec = LayerSpec.of(node);
            if (specs.put(spec.name(), spec) != null) {
                throw new MalformedArchiveException("Two layers have one name. Received: '" + spec.name() + "'.");
            }
        });
        specs.values().forEach(spec -> calls.put(spec.name(), calls(spec)));
        List<Call.Ref> inputs = Calls.ends(model.config().path("input_layers"));
        List<Call.Ref> outputs = Calls.ends(model.config().path("output_layers"));
        firstCall = NodeIndices.firstCalls(specs, calls, inputs, outputs, factory.origin());
        if (inputs.isEmpty() || outputs.isEmpty()) {
            throw new MalformedArchiveException("The model '" + model.name() + "' has no "
                    + (inputs.isEmpty() ? "inputs" : "outputs") + ". Save the model again.");
        }
        new CallOrder(specs.values()).run(this::process);
        refuseLoose();
        List<TensorRef> ends = outputs.stream()
                .map(ref -> find(NodeIndices.output(ref, specs, factory.origin()))
                        .orElseThrow(() ->
                                new MalformedArchiveException("The model's output is no layer's. Received: " + ref)))
                .toList();
        List<TensorRef> starts = inputs.stream()
                .map(ref -> find(ref)
                        .orElseThrow(() ->
                                new MalformedArchiveException("The model's input is no layer's. Received: " + ref)))
                .toList();
        String name = model.name().isEmpty() ? "model" : model.name();
        Network built = graph.build(name, Network.Kind.FUNCTIONAL, starts, ends);
        Network network = factory.origin().isKeras3() ? TakenMasks.applied(built) : built;
        factory.remember(
                network,
                specs.keySet().stream()
                        .filter(layers::containsKey)
                        .map(layers::get)
                        .toList());
        return network;
    }

    private List<Call> calls(LayerSpec spec) {
        try {
            return Calls.of(spec.inbound(), specs.keySet());
        } catch (Refusal refusal) {
            throw refusal.of(spec.name());
        }
    }

    /** Adds the calls of a layer whose inputs are there, in their order. */
    private CallOrder.Step process(LayerSpec spec) {
        List<Integer> nodes = done.computeIfAbsent(spec.name(), name -> new ArrayList<>());
        List<Call> all = calls.getOrDefault(spec.name(), List.of());
        if (all.isEmpty()) {
            if (!nodes.isEmpty() || !spec.className().equals("InputLayer")) {
                return CallOrder.Step.NONE;
            }
            nodes.add(graph.add(new Node(layer(spec, List.of()), List.of())).node());
            return new CallOrder.Step(true, Optional.empty());
        }
        boolean moved = false;
        while (nodes.size() < all.size()) {
            Call call = all.get(nodes.size());
            Map<Call.Ref, TensorRef> refs = new HashMap<>();
            for (Call.Ref ref : call.refs()) {
                Optional<TensorRef> found = find(ref);
                if (found.isEmpty()) {
                    return new CallOrder.Step(moved, Optional.of(ref.layer()));
                }
                refs.put(ref, found.get());
            }
            nodes.add(graph.add(node(spec, call, refs)).node());
            moved = true;
        }
        return new CallOrder.Step(moved, Optional.empty());
    }

    private Node node(LayerSpec spec, Call call, Map<Call.Ref, TensorRef> refs) {
        if (Operations.isOperation(spec, factory.origin())) {
            Node node = Operations.node(spec, call, refs, graph::type, factory.origin());
            layers.putIfAbsent(spec.name(), node.layer());
            return node;
        }
        CallNodes nodes = new CallNodes(graph, refs, spec.name());
        BoundCall bound = BoundCall.of(spec, call, factory.origin());
        List<TensorRef> inputs = nodes.tensors(bound.inputs());
        return nodes.node(layer(spec, graph.shapes(inputs)), bound, inputs, factory.origin());
    }

    private Layer layer(LayerSpec spec, List<Shape> inputs) {
        Layer known = layers.get(spec.name());
        if (known == null) {
            known = factory.layer(spec, inputs, training(spec));
            layers.put(spec.name(), known);
            builtFor.put(spec.name(), inputs);
            return known;
        }
        boolean whole = known instanceof Unknown
                || known instanceof Custom
                || known instanceof Wrapper.NestedModel
                || known instanceof Wrapper.TimeDistributed each && each.layer() instanceof Wrapper.NestedModel;
        return whole || inputs.equals(builtFor.get(spec.name())) ? known : asBuilt(spec, inputs, known);
    }

    /**
     * A layer that is called on another shape than the one that it was built for: what its options mean may hang on the
     * shape, and Keras decides that once, when it builds the layer.
     */
    private Layer asBuilt(LayerSpec spec, List<Shape> inputs, Layer known) {
        Layer here = factory.layer(spec, inputs, training(spec));
        if (here.equals(known)) {
            return known;
        }
        return new Unknown(
                known.info(),
                here instanceof Unknown unknown
                        ? unknown.reason()
                        : "it is called on two shapes for which its options mean two things. Received: "
                                + inputs + " after " + builtFor.get(spec.name())
                                + ". Give each of the two a layer of its own before saving.");
    }

    private TrainingArgument training(LayerSpec spec) {
        return TrainingArgument.of(spec, calls.getOrDefault(spec.name(), List.of()), factory.origin());
    }

    private Optional<TensorRef> find(Call.Ref ref) {
        List<Integer> nodes = done.getOrDefault(ref.layer(), List.of());
        int call = ref.call() - firstCall.getOrDefault(ref.layer(), 0);
        if (call < 0 || call >= nodes.size()) {
            return Optional.empty();
        }
        int outputs = graph.outputs(nodes.get(call)).size();
        if (outputs > 0 && ref.output() >= outputs) { // none where they can't be told
            throw new MalformedArchiveException("A call takes an output that layer '" + ref.layer()
                    + "' does not give. Received: " + ref + "; its outputs: " + outputs + ". Save the model again.");
        }
        return Optional.of(new TensorRef(nodes.get(call), ref.output()));
    }

    private void refuseLoose() {
        for (LayerSpec spec : specs.values()) {
            if (!layers.containsKey(spec.name())
                    && calls.getOrDefault(spec.name(), List.of()).isEmpty()) {
                throw new MalformedArchiveException("No call of layer '" + spec.name() + "' is stored. Received: "
                        + "class_name=" + spec.className() + " without inbound_nodes. Save the model again.");
            }
        }
        for (Map.Entry<String, List<Call>> entry : calls.entrySet()) {
            int made = done.getOrDefault(entry.getKey(), List.of()).size();
            if (made < entry.getValue().size()) {
                Call call = entry.getValue().get(made);
                Set<Call.Ref> missing = new java.util.LinkedHashSet<>(call.refs());
                missing.removeIf(ref -> find(ref).isPresent());
                throw new MalformedArchiveException("The graph has a loop, or layer '" + entry.getKey()
                        + "' takes what no layer gives. Received: " + missing + ". Save the model again.");
            }
        }
    }
}
