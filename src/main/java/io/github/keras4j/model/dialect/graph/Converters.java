package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.dialect.layers.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** TensorFlow's arguments in Keras's words. */
final class Converters {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Converters() {}

    /** @return empty where the parameter is None or not given */
    static Optional<Object> convert(String converter, List<String> parameters, Map<String, Object> values) {
        Object first = values.get(parameters.get(0));
        if (converter.equals("either")) {
            return Optional.of(JSON.booleanNode(flag(parameters.get(0), values) | flag(parameters.get(1), values)));
        }
        if (converter.equals("constant")) { // tf.pad takes constant_values in every mode, and uses them in one
            boolean used = first instanceof JsonNode mode && mode.asString("").equalsIgnoreCase("constant");
            Object value = values.get(parameters.get(1));
            if (value instanceof JsonNode node && !node.isNumber() && !node.isBoolean()) {
                throw new Refusal(
                        "its argument " + parameters.get(1) + " is not a number. Received: " + Binder.shown(node));
            }
            return used ? Optional.ofNullable(value) : Optional.empty();
        }
        if (first == null || converter.isEmpty()) {
            return Optional.ofNullable(first);
        }
        if (converter.equals("slices")) {
            return Optional.of(slices(parameters, values));
        }
        if (converter.equals("listed")) { // of a tensor, tf.stack and tf.add_n take the parts along its first axis
            if (first instanceof Call.Ref) {
                throw new Refusal("its argument " + parameters.get(0) + " is one tensor and no list. Received: "
                        + Binder.shown(first) + ". Call the function with a list");
            }
            return Optional.of(first);
        }
        JsonNode node = Calls.json(first);
        return switch (converter) {
            case "lower" -> {
                if (!node.isString()) {
                    throw new Refusal(
                            "its argument " + parameters.get(0) + " is not a name. Received: " + Binder.shown(node));
                }
                yield Optional.of(JSON.stringNode(node.asString().toLowerCase(Locale.ROOT)));
            }
            case "format" -> Optional.of(JSON.stringNode(format(node)));
            case "spatial" -> Optional.of(spatial(parameters.get(0), node));
            case "some" -> node.isArray() && node.isEmpty() ? Optional.empty() : Optional.of(node);
            case "dtype" -> Optional.of(JSON.stringNode(dtype(node)));
            case "order" ->
                node.isString() && node.asString().equals("euclidean") ? Optional.empty() : Optional.of(node);
            default -> throw new IllegalStateException("no converter of that name: " + converter);
        };
    }

    private static boolean flag(String name, Map<String, Object> values) {
        if (!(values.get(name) instanceof JsonNode node) || !node.isBoolean()) {
            throw new Refusal("its argument " + name + " is not True or False. Received: " + Binder.shown(values));
        }
        return node.booleanValue();
    }

    private static String format(JsonNode node) {
        return switch (node.asString("")) {
            case "NWC", "NHWC", "NDHWC", "channels_last" -> "channels_last";
            case "NCW", "NCHW", "NCDHW", "channels_first" -> "channels_first";
            default -> throw new Refusal("its data_format is not known. Received: " + Binder.shown(node));
        };
    }

    /** {@code [1, 2, 2, 1]}, with the batch and the channels, as {@code [2, 2]}. */
    private static JsonNode spatial(String name, JsonNode node) {
        if (!node.isArray() || node.size() < 3) {
            return node;
        }
        if (node.size() > 3
                && node.get(0).asInt(0) == 1
                && node.get(node.size() - 1).asInt(0) == 1) {
            ArrayNode inner = JSON.arrayNode();
            for (int i = 1; i < node.size() - 1; i++) {
                inner.add(node.get(i));
            }
            return inner;
        }
        if (node.size() == 3) {
            return node;
        }
        throw new Refusal("its " + name + " steps over samples or channels. Received: " + Binder.shown(node));
    }

    private static String dtype(JsonNode node) {
        return switch (node.asString("")) {
            case "DT_FLOAT" -> "float32";
            case "DT_DOUBLE" -> "float64";
            case "DT_INT32" -> "int32";
            case "DT_INT64" -> "int64";
            case "DT_UINT8" -> "uint8";
            case "DT_BOOL" -> "bool";
            default -> throw new Refusal("its type is not run. Received: " + Binder.shown(node));
        };
    }

    /**
     * begin, end, strides and the masks of tf.strided_slice as the key of {@code x[key]}; a bit of a mask speaks of the
     * entry at its place (tensorflow/python/ops/array_ops.py 2.15, strided_slice).
     */
    private static Object slices(List<String> parameters, Map<String, Object> values) {
        List<JsonNode> parts = new ArrayList<>();
        for (String name : parameters) {
            Object value = values.get(name);
            if (value != null && !Call.refsIn(value).isEmpty()) {
                throw new Refusal("it slices by a tensor, which is not run. Received: " + Binder.shown(value));
            }
            parts.add(value == null ? JSON.arrayNode() : Calls.json(value));
        }
        for (JsonNode mask : parts.subList(3, parts.size())) {
            if (!mask.isIntegralNumber()) {
                throw new Refusal("a mask of a slice is not a whole number. Received: " + Binder.shown(mask));
            }
        }
        List<Object> key = new ArrayList<>();
        for (int i = 0; i < parts.get(0).size(); i++) {
            if (bit(parts, 5, i)) {
                ObjectNode ellipsis = JSON.objectNode();
                ellipsis.put("class_name", "__ellipsis__");
                key.add(ellipsis);
            } else if (bit(parts, 6, i)) {
                key.add(JSON.nullNode());
            } else if (bit(parts, 7, i)) {
                key.add(parts.get(0).get(i));
            } else {
                ObjectNode slice = JSON.objectNode();
                slice.set(
                        "start",
                        bit(parts, 3, i) ? JSON.nullNode() : parts.get(0).get(i));
                slice.set(
                        "stop",
                        bit(parts, 4, i) ? JSON.nullNode() : parts.get(1).path(i));
                slice.set("step", i < parts.get(2).size() ? parts.get(2).get(i) : JSON.nullNode());
                key.add(slice);
            }
        }
        return key;
    }

    private static boolean bit(List<JsonNode> parts, int mask, int place) {
        return mask < parts.size() && (parts.get(mask).asInt(0) >> place & 1) == 1;
    }
}
