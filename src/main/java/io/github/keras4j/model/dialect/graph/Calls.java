package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.model.dialect.layers.Options;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads {@code inbound_nodes}. Keras 1 to tf.keras write the tensors of the first argument as {@code [layer, call,
 * output, keywords]}, in a list (tf.keras leaves the list away for a single one), with tensors among the keywords
 * as {@code [layer, call, output]} (keras/src/engine/node.py 2.15, Node.serialize). Keras 3 writes {@code {"args":
 * ..., "kwargs": ...}} with {@code __keras_tensor__} objects.
 */
final class Calls {
    private Calls() {}

    static List<Call> of(JsonNode inboundNodes, Set<String> layers) {
        List<Call> calls = new ArrayList<>();
        if (inboundNodes.isArray()) {
            inboundNodes.forEach(
                    node -> calls.add(node.isObject() && node.has("args") ? keras3(node) : old(node, layers)));
        }
        return calls;
    }

    private static Call keras3(JsonNode node) {
        List<Object> arguments = new ArrayList<>();
        node.path("args").forEach(item -> arguments.add(value(item, Set.of())));
        Map<String, Object> keywords = new LinkedHashMap<>();
        node.path("kwargs")
                .properties()
                .forEach(entry -> keywords.put(entry.getKey(), value(entry.getValue(), Set.of())));
        return new Call(arguments, keywords);
    }

    private static Call old(JsonNode node, Set<String> layers) {
        Map<String, Object> keywords = new LinkedHashMap<>();
        Object first = first(node, layers, keywords);
        return new Call(List.of(first), keywords);
    }

    private static Object first(JsonNode node, Set<String> layers, Map<String, Object> keywords) {
        if (isLeaf(node)) {
            if (node.size() > 3) {
                node.get(3)
                        .properties()
                        .forEach(entry -> keywords.put(entry.getKey(), value(entry.getValue(), layers)));
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
            return node;
        }
        return items;
    }

    private static boolean isLeaf(JsonNode node) {
        return node.isArray()
                && (node.size() == 3 || node.size() == 4)
                && node.get(0).isString()
                && node.get(1).isNumber();
    }

    private static Call.Ref ref(JsonNode leaf) {
        if (!leaf.path(1).isNumber() || !leaf.path(2).isNumber()) {
            throw new MalformedArchiveException("A call takes no layer's output. Received: " + Options.brief(leaf));
        }
        return new Call.Ref(
                leaf.get(0).asString(), leaf.get(1).intValue(), leaf.get(2).intValue());
    }

    private static Object value(JsonNode node, Set<String> layers) {
        if (node.isObject()) {
            String className = node.path("class_name").asString("");
            if (className.equals("__keras_tensor__")) {
                return ref(node.path("config").path("keras_history"));
            }
            if (className.equals("__tuple__")) {
                return value(node.has("items") ? node.get("items") : node.path("config"), layers);
            }
            return node;
        }
        if (node.isArray()) {
            if (isLeaf(node) && layers.contains(node.get(0).asString())) {
                return ref(node);
            }
            List<Object> items = new ArrayList<>();
            node.forEach(item -> items.add(value(item, layers)));
            return items;
        }
        return node;
    }

    /** {@code input_layers} and {@code output_layers}: one reference, a list, a dict, or nested ones. */
    static List<Call.Ref> ends(JsonNode node) {
        List<Call.Ref> refs = new ArrayList<>();
        collect(node, refs);
        return refs;
    }

    private static void collect(JsonNode node, List<Call.Ref> refs) {
        if (isLeaf(node)) {
            refs.add(ref(node));
        } else if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
            sorted.values().forEach(item -> collect(item, refs));
        } else if (node.isArray()) {
            node.forEach(item -> collect(item, refs));
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
