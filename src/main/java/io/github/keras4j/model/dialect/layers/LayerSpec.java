package io.github.keras4j.model.dialect.layers;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A layer as a configuration describes it.
 *
 * @param name its name in its network
 * @param className the class as stored, a package prefix of a registered custom class with it
 * @param module the Python module that the file says it is from; empty where it says none
 * @param config its options; a Sequential of Keras 1 has a list under {@code layers}
 * @param custom whether the file says that the class is not Keras's own
 * @param inbound its calls, empty in a Sequential
 */
public record LayerSpec(
        String name, String className, String module, ObjectNode config, boolean custom, JsonNode inbound) {
    private static final Pattern KERAS =
            Pattern.compile("(keras|tf_keras|keras_core|tensorflow\\.keras|tensorflow\\.python\\.keras)(\\..*)?");

    public static LayerSpec of(JsonNode node) {
        String className = node.path("class_name").asString("");
        JsonNode config = node.path("config");
        ObjectNode options;
        if (config.isArray()) { // Keras 1's Sequential
            options = JsonNodeFactory.instance.objectNode();
            options.set("layers", config);
        } else {
            options = config.isObject() ? ((ObjectNode) config).deepCopy() : JsonNodeFactory.instance.objectNode();
        }
        String name = node.path("name").asString(options.path("name").asString(""));
        return new LayerSpec(
                name,
                className,
                node.path("module").asString(""),
                options,
                isCustom(node, className),
                node.path("inbound_nodes"));
    }

    /** The same layer described in other words. */
    LayerSpec with(String otherClass, ObjectNode otherConfig) {
        return new LayerSpec(name, otherClass, module, otherConfig, custom, inbound);
    }

    /** The same layer under another name. */
    public LayerSpec named(String other) {
        return new LayerSpec(other, className, module, config, custom, inbound);
    }

    /**
     * A class of Keras's own, or somebody else's that may bear one of Keras's names. From tf.keras 2.12 on a file says
     * where a class comes from: {@code module} is Keras's, somebody else's, or null for a registered or locally defined
     * class (keras/src/saving/serialization_lib.py 2.15 and 3.15, serialize_keras_object). Before, a registered class
     * carries its package in its name, {@code Custom>Foo}.
     */
    private static boolean isCustom(JsonNode node, String className) {
        String registered = node.path("registered_name").asString("");
        if (className.contains(">") || registered.contains(">")) {
            return true;
        }
        JsonNode module = node.get("module");
        if (module == null) {
            return false;
        }
        return module.isNull()
                ? !registered.isEmpty()
                : !KERAS.matcher(module.asString("")).matches();
    }
}
