package io.github.keras4j.model.dialect.layers;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A layer as a configuration describes it.
 *
 * @param name its name in its network
 * @param className the class as stored, a package prefix of a registered custom class with it
 * @param config its options; a Sequential of Keras 1 has a list under {@code layers}
 * @param custom whether the file says that the class is not Keras's own
 * @param inbound its calls, empty in a Sequential
 */
public record LayerSpec(String name, String className, ObjectNode config, boolean custom, JsonNode inbound) {
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
        return new LayerSpec(name, className, options, isCustom(node, className), node.path("inbound_nodes"));
    }

    /** A registered custom object carries its package: {@code Custom>Foo}, or Keras 3's registered_name. */
    private static boolean isCustom(JsonNode node, String className) {
        String registered = node.path("registered_name").asString("");
        String module = node.path("module").asString("");
        boolean ours = module.isEmpty()
                || module.equals("builtins")
                || module.startsWith("keras")
                || module.startsWith("tf_keras")
                || module.startsWith("tensorflow.")
                || module.startsWith("tf.");
        return className.contains(">") || !ours || (registered.contains(">") && !module.startsWith("keras"));
    }
}
