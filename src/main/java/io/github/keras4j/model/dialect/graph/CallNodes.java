package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.dialect.graph.Call.Ref;
import io.github.keras4j.model.dialect.layers.Origin;
import io.github.keras4j.model.dialect.layers.PreprocessingReaders;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A stored call as a canonical node: which tensors are inputs, which go by keyword, and which are constants. */
final class CallNodes {
    private final Graph graph;
    private final Map<Ref, TensorRef> refs;
    private final String layer;
    private int constants;

    /**
     * @param refs where the call's references lead
     * @param layer the name of what is called, after which its constants are named
     */
    CallNodes(Graph graph, Map<Ref, TensorRef> refs, String layer) {
        this.graph = graph;
        this.refs = refs;
        this.layer = layer;
    }

    /** Where each of these tensors stands in the graph; constants become nodes of it. */
    List<TensorRef> tensors(List<Object> values) {
        return values.stream().map(this::tensor).toList();
    }

    private TensorRef tensor(Object value) {
        TensorRef ref = value instanceof Ref known ? refs.get(known) : constant(value);
        if (ref == null) {
            throw new IllegalStateException("no node for " + value);
        }
        return ref;
    }

    private TensorRef constant(Object value) {
        JsonNode json = Calls.json(value);
        Tensor numbers = PreprocessingReaders.numbers("constant", json);
        DType dtype = isBoolean(json) ? DType.BOOL : DType.FLOAT32;
        String name;
        do {
            constants++;
            name = layer + "/constant_" + constants;
        } while (graph.has(name));
        Layer constant = new Core.Constant(LayerInfo.of(name, "Constant"), numbers.cast(dtype));
        return graph.add(new Node(constant, List.of()));
    }

    private static boolean isBoolean(JsonNode json) {
        if (json.isArray() && !json.isEmpty()) {
            return isBoolean(json.get(0));
        }
        return json.isBoolean()
                || json.path("config").path("dtype").asString("").equals("bool");
    }

    /** The call, of a layer made for inputs like these. */
    Node node(Layer called, BoundCall call, List<TensorRef> inputs, Origin origin) {
        Map<String, TensorRef> tensors = new LinkedHashMap<>();
        call.tensors().forEach((name, value) -> tensors.put(name, tensor(value)));
        return new Node(
                checked(called, call, inputs, tensors, origin),
                inputs,
                tensors,
                call.flags(),
                masks(called, call, inputs, tensors, origin));
    }

    private static Node.Masks masks(
            Layer called, BoundCall call, List<TensorRef> inputs, Map<String, TensorRef> tensors, Origin origin) {
        if (call.withoutMasks()) {
            return Node.Masks.DROPPED;
        }
        boolean states = (called instanceof Recurrent || called instanceof Wrapper.Bidirectional) && inputs.size() > 1;
        return origin.isKeras3() && states && !tensors.containsKey("mask") ? Node.Masks.PASSED_BY : Node.Masks.SEEN;
    }

    private Layer checked(
            Layer called, BoundCall call, List<TensorRef> inputs, Map<String, TensorRef> tensors, Origin origin) {
        if (called instanceof Unknown) {
            return called;
        }
        if (!call.refused().isEmpty()) {
            return new Unknown(
                    called.info(),
                    "it is called with arguments that could change its numbers. Received: "
                            + String.join(", ", call.refused()) + ". Call it without them before saving.");
        }
        if (inputs.size() < Arity.least(called) || inputs.size() > Arity.most(called)) {
            return new Unknown(
                    called.info(),
                    "it is called on another number of tensors than it takes. Received: " + inputs.size()
                            + "; it takes " + Arity.words(called) + ".");
        }
        if (called instanceof Wrapper.NestedModel nested) {
            Optional<String> other = otherRank(nested.network(), graph.shapes(inputs));
            if (other.isPresent()) {
                return new Unknown(called.info(), other.get());
            }
        }
        boolean takesNumbers = called instanceof Recurrent
                || called instanceof Wrapper.Bidirectional
                || called instanceof Attentive.MultiHeadAttention
                || called instanceof Activations;
        if (!takesNumbers && origin.isTfKeras()) {
            for (Map.Entry<String, TensorRef> entry : tensors.entrySet()) {
                if (entry.getKey().endsWith("mask") && !graph.isBoolean(entry.getValue())) {
                    return new Unknown(
                            called.info(),
                            "tf.keras multiplies by a mask that is no boolean, which is not run. Received: "
                                    + entry.getKey() + " of another type. Cast it to bool before saving.");
                }
            }
        }
        return called;
    }

    /**
     * What a model inside declares of its inputs is what its layers were read for; Keras before 3 computes with tensors of
     * any other rank, and tf.keras and Keras 3 drop or add a last axis of one.
     */
    private static Optional<String> otherRank(Network inner, List<Shape> given) {
        for (int i = 0; i < Math.min(given.size(), inner.inputs().size()); i++) {
            if (inner.node(inner.inputs().get(i)).layer() instanceof Core.InputLayer input
                    && input.shape().rank() != given.get(i).rank()) {
                return Optional.of(
                        "it is called on a tensor of another rank than its input declares. Received: " + given.get(i)
                                + "; declared: " + input.shape() + ". Reshape it before, and save the model again.");
            }
        }
        return Optional.empty();
    }
}
