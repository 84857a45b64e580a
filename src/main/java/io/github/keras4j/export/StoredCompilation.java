package io.github.keras4j.export;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a model was compiled, as a {@code .keras} says it ({@code compile_config}): objects with the module of their class
 * (keras/src/saving/serialization_lib.py 3.15), where an {@code .h5} has the class alone.
 */
final class StoredCompilation {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Map<String, String> MODULES = Map.of(
            "optimizer", "keras.optimizers",
            "loss", "keras.losses",
            "metrics", "keras.metrics",
            "weighted_metrics", "keras.metrics");

    private StoredCompilation() {}

    /** @param stored the training configuration of either format */
    static ObjectNode of(JsonNode stored, Target reader) {
        ObjectNode config = NODES.objectNode();
        for (String key : List.of("optimizer", "loss", "loss_weights", "metrics", "weighted_metrics")) {
            JsonNode value = key.equals("optimizer") && stored.has("optimizer_config")
                    ? stored.path("optimizer_config")
                    : stored.path(key);
            String module = MODULES.getOrDefault(key, "");
            if (key.equals("optimizer") && reader == Target.TF_KERAS && isLegacy(value)) {
                module = "keras.optimizers.legacy";
            }
            config.set(key, value.isMissingNode() ? NODES.nullNode() : serialized(value, module));
        }
        return config;
    }

    /** One of tf.keras.optimizers.legacy. */
    private static boolean isLegacy(JsonNode optimizer) {
        JsonNode config = optimizer.path("config");
        return config.path("is_legacy_optimizer").asBoolean(!config.has("is_legacy_optimizer"));
    }

    private static JsonNode serialized(JsonNode value, String module) {
        if (value.isArray()) {
            ArrayNode list = NODES.arrayNode();
            value.forEach(each -> list.add(serialized(each, module)));
            return list;
        }
        if (!value.isObject()) {
            return value;
        }
        ObjectNode object = NODES.objectNode();
        boolean isObject = value.path("class_name").isString() && value.has("config");
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            boolean rate = entry.getKey().equals("learning_rate");
            object.set(entry.getKey(), serialized(entry.getValue(), rate ? "keras.optimizers.schedules" : module));
        }
        if (isObject) { // an .h5 of tf.keras says Custom>Adam
            String className = object.path("class_name").asString();
            object.put("class_name", className.substring(className.lastIndexOf('>') + 1));
        }
        if (isObject && !value.has("module")) {
            object.put("module", module);
            object.putNull("registered_name");
        }
        return object;
    }
}
