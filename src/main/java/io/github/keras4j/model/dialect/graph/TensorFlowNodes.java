package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.dialect.layers.LayerSpec;
import io.github.keras4j.model.dialect.layers.Options;
import io.github.keras4j.model.dialect.layers.Refusal;
import io.github.keras4j.model.operations.TensorFlowFunction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The TensorFlowOpLayer of tf.keras up to 2.3: a raw node of TensorFlow's graph, and its inputs that are no Keras
 * tensors as {@code constants} by their position (keras/src/engine/base_layer.py 2.15, TensorFlowOpLayer._make_op).
 */
final class TensorFlowNodes {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> TYPES = Set.of("DT_FLOAT", "DT_DOUBLE", "DT_INT32", "DT_INT64", "DT_BOOL");

    private TensorFlowNodes() {}

    static Layer read(LayerInfo info, LayerSpec spec, Call call, Operands operands) {
        Set<String> unknown = new TreeSet<>(spec.config().propertyNames());
        unknown.removeAll(Set.of("name", "trainable", "dtype", "node_def", "constants"));
        if (!unknown.isEmpty() || !call.keywords().isEmpty()) {
            throw new Refusal("it holds what is not known. Received: " + unknown + " " + Binder.shown(call.keywords()));
        }
        JsonNode node = spec.config().path("node_def");
        String op = node.path("op").asString("");
        TensorFlowFunction function = TensorFlowFunction.named("raw." + op).orElseThrow(() -> unknown(node));
        Map<String, Object> given = inputs(function, inputs(spec.config().path("constants"), call), node);
        node.path("attr").properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            if (function.parameters().containsKey(name)) {
                given.put(name, attribute(value, node));
            } else if (!name.startsWith("_")
                    && !(value.has("type") && TYPES.contains(value.path("type").asString("")))) {
                throw unknown(node);
            }
        });
        return TensorFlowOperations.bind(info, function, op, given, operands);
    }

    /** The node's inputs in its own order: constants stand at their positions, Keras tensors fill the others. */
    private static List<Object> inputs(JsonNode constants, Call call) {
        List<Object> inputs = new ArrayList<>(Call.refsIn(call.arguments()));
        constants.propertyNames().forEach(place -> {
            if (!place.matches("\\d{1,4}")) {
                throw new Refusal("a constant has no place. Received: " + place);
            }
        });
        constants.properties().stream()
                .sorted(java.util.Comparator.comparingInt(entry -> Integer.parseInt(entry.getKey())))
                .forEach(entry -> {
                    int at = Integer.parseInt(entry.getKey());
                    if (at < 0 || at > inputs.size()) {
                        throw new Refusal("a constant stands behind all inputs. Received: " + constants);
                    }
                    inputs.add(at, entry.getValue());
                });
        return inputs;
    }

    /** By the parameters' names; one with a star takes as many as the others leave. */
    private static Map<String, Object> inputs(TensorFlowFunction function, List<Object> inputs, JsonNode node) {
        List<String> names = function.parameters().entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        boolean several = function.several();
        if (several ? inputs.size() < names.size() : inputs.size() != names.size()) {
            throw unknown(node);
        }
        Map<String, Object> given = new LinkedHashMap<>();
        int at = 0;
        for (int i = 0; i < names.size(); i++) {
            if (i == 0 && several) {
                int count = inputs.size() - names.size() + 1;
                given.put(names.get(i), List.copyOf(inputs.subList(0, count)));
                at = count;
            } else {
                given.put(names.get(i), inputs.get(at++));
            }
        }
        return given;
    }

    /** protobuf's JSON: {@code {"i": "3"}}, {@code {"list": {"i": ["1", "2"]}}}, text in base64. */
    private static JsonNode attribute(JsonNode value, JsonNode node) {
        if (value.has("b")) {
            return value.get("b");
        }
        if (value.has("i")) {
            return Python.constant(value.get("i").asString());
        }
        if (value.has("f")) {
            return value.get("f");
        }
        if (value.has("type")) {
            return value.get("type");
        }
        if (value.has("s")) {
            byte[] text = Base64.getDecoder().decode(value.get("s").asString());
            return JSON.stringNode(new String(text, StandardCharsets.UTF_8));
        }
        if (value.has("list")) {
            ArrayNode list = JSON.arrayNode();
            value.get("list").path("i").forEach(item -> list.add(Python.constant(item.asString())));
            return list;
        }
        throw unknown(node);
    }

    private static Refusal unknown(JsonNode node) {
        return new Refusal("it holds a node of TensorFlow's graph that keras4j does not know. Received: "
                + Options.brief(node) + ". Use a Keras layer instead");
    }
}
