package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.model.dialect.layers.Options;
import io.github.keras4j.model.dialect.layers.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads {@code inbound_nodes}. Keras 1 to tf.keras write the tensors of the first argument as {@code [layer, call,
 * output, keywords]}, in a list (tf.keras leaves the list away for a single one), with tensors among the keywords
 * as {@code [layer, call, output]} (keras/src/engine/node.py 2.15, Node.serialize). Keras 3 writes {@code {"args":
 * ..., "kwargs": ...}} with {@code __keras_tensor__} objects.
 */
final class Calls {
    private Calls() {}

    /**
     * A layer's calls.
     *
     * @param layers the names of all layers, which tell a reference from a list
     * @throws Refusal when the calls say something that keras4j does not know
     */
    static List<Call> of(JsonNode inboundNodes, Set<String> layers) {
        if (!inboundNodes.isArray() && !inboundNodes.isMissingNode()) {
            throw new Refusal("its calls are no list. Received: inbound_nodes=" + Options.brief(inboundNodes));
        }
        List<Call> calls = new ArrayList<>();
        inboundNodes.forEach(node -> calls.add(node.isObject() && node.has("args") ? keras3(node) : old(node, layers)));
        return calls;
    }

    private static Call keras3(JsonNode node) {
        Options call = new Options(node);
        List<Object> arguments = new ArrayList<>();
        call.any("args")
                .filter(JsonNode::isArray)
                .orElseThrow(() -> unknown(node))
                .forEach(item -> arguments.add(value(item, Set.of())));
        Map<String, Object> keywords = keywords(call.any("kwargs").orElseThrow(() -> unknown(node)), Set.of());
        call.refuseUnknown();
        return new Call(arguments, keywords);
    }

    private static Map<String, Object> keywords(JsonNode node, Set<String> layers) {
        if (!node.isObject()) {
            throw unknown(node);
        }
        Map<String, Object> keywords = new LinkedHashMap<>();
        node.properties().forEach(entry -> keywords.put(entry.getKey(), value(entry.getValue(), layers)));
        return keywords;
    }

    private static Refusal unknown(JsonNode node) {
        return new Refusal("it is called in a way that keras4j does not know. Received: " + Options.brief(node));
    }

    private static Call old(JsonNode node, Set<String> layers) {
        Map<String, Object> keywords = new LinkedHashMap<>();
        Object first = first(node, layers, keywords);
        return new Call(List.of(first), keywords);
    }

    private static Object first(JsonNode node, Set<String> layers, Map<String, Object> keywords) {
        if (isLeaf(node)) {
            if (node.size() > 3) {
                repeated(keywords(node.get(3), layers), keywords);
            }
            return node.get(0).asString().equals("_CONSTANT_VALUE") ? node.get(2) : ref(node);
        }
        List<Object> items = new ArrayList<>();
        if (node.isObject()) { // tf.nest flattens a dict in the order of its sorted keys
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
            sorted.values().forEach(item -> items.add(first(item, layers, keywords)));
        } else if (node.isArray()) {
            node.forEach(item -> items.add(first(item, layers, keywords)));
        } else {
            throw unknown(node);
        }
        return items;
    }

    /** tf.keras writes the keywords of a call beside each tensor of its first argument. */
    private static void repeated(Map<String, Object> given, Map<String, Object> keywords) {
        given.forEach((name, value) -> {
            Object earlier = keywords.putIfAbsent(name, value);
            if (earlier != null && !earlier.equals(value)) {
                throw new Refusal("it is called with " + name + " as one thing and another. Received: " + name + "="
                        + earlier + " and " + value);
            }
        });
    }

    private static boolean isLeaf(JsonNode node) {
        return node.isArray()
                && (node.size() == 3 || node.size() == 4)
                && node.get(0).isString()
                && node.get(1).isNumber();
    }

    private static Call.Ref ref(JsonNode leaf) {
        if (!leaf.path(0).isString()
                || !leaf.path(1).canConvertToInt()
                || !leaf.path(2).canConvertToInt()
                || leaf.get(1).intValue() < 0
                || leaf.get(2).intValue() < 0) {
            throw new MalformedArchiveException("A call takes no layer's output. Received: " + Options.brief(leaf));
        }
        return new Call.Ref(
                leaf.get(0).asString(), leaf.get(1).intValue(), leaf.get(2).intValue());
    }

    private static Object value(JsonNode node, Set<String> layers) {
        if (node.isObject()) {
            String className = node.path("class_name").asString("");
            if (className.equals("__keras_tensor__")) {
                return tensor(new Options(node));
            }
            if (className.equals("__tuple__")) {
                Options tuple = new Options(node);
                tuple.word("class_name");
                JsonNode items =
                        tuple.any("items").or(() -> tuple.any("config")).orElseThrow(() -> unknown(node));
                tuple.refuseUnknown();
                return value(items, layers);
            }
            return node;
        }
        if (node.isArray()) {
            if (isLeaf(node) && node.size() == 3 && layers.contains(node.get(0).asString())) {
                return ref(node);
            }
            List<Object> items = new ArrayList<>();
            node.forEach(item -> items.add(value(item, layers)));
            return items;
        }
        return node;
    }

    /** Its shape and type are what the layer gives, said again. */
    private static Call.Ref tensor(Options node) {
        node.word("class_name");
        Options tensor = new Options(node.any("config").orElse(MissingNode.getInstance()));
        node.refuseUnknown();
        JsonNode history = tensor.find("keras_history").orElse(MissingNode.getInstance());
        tensor.ignore("shape");
        tensor.text("dtype", "");
        tensor.refuseUnknown();
        if (history.size() != 3) {
            throw new Refusal("a tensor of a call is no layer's output. Received: " + Options.brief(history));
        }
        return ref(history);
    }

    /** {@code input_layers} and {@code output_layers}: one reference, a list, a dict, or nested ones. */
    static List<Call.Ref> ends(JsonNode node) {
        List<Call.Ref> refs = new ArrayList<>();
        collect(node, refs);
        return refs;
    }

    private static void collect(JsonNode node, List<Call.Ref> refs) {
        if (isLeaf(node) && node.size() == 3) {
            refs.add(ref(node));
        } else if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
            sorted.values().forEach(item -> collect(item, refs));
        } else if (node.isArray()) {
            node.forEach(item -> collect(item, refs));
        } else {
            throw new MalformedArchiveException("The model's inputs and outputs are layers' outputs, [layer, call,"
                    + " output]. Received: " + Options.brief(node));
        }
    }

    /** JSON of a constant value: references can't be in it. */
    static JsonNode json(Object value) {
        if (value instanceof JsonNode node) {
            return node;
        }
        tools.jackson.databind.node.ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Object item : (List<?>) value) {
            array.add(json(item));
        }
        return array;
    }
}
