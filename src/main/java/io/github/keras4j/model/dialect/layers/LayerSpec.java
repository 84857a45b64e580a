package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.tensor.Shape;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
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
 * @param builtRank the rank of the input that it was built for, where the file keeps it ({@code build_config}, written
 *     since tf.keras 2.13); -1 elsewhere. A layer shared with another model may have been built there
 */
public record LayerSpec(
        String name,
        String className,
        String module,
        ObjectNode config,
        boolean custom,
        JsonNode inbound,
        int builtRank) {
    private static final Pattern KERAS =
            Pattern.compile("(keras|tf_keras|keras_core|tensorflow\\.keras|tensorflow\\.python\\.keras)(\\..*)?");

    private static final String KERAS_APPLICATIONS = "keras.applications.";

    private static final String BESIDE = "(beside its config) ";

    /**
     * What stands beside the config and is not known goes among the options, where whoever reads them refuses it.
     *
     * @param node the object with {@code class_name} and {@code config}
     */
    public static LayerSpec of(JsonNode node) {
        Options entry = new Options(node);
        String className = entry.word("class_name");
        String module = entry.word("module");
        entry.word("registered_name");
        entry.ignore("build_config", "compile_config", "shared_object_id");
        Optional<JsonNode> inbound = entry.any("inbound_nodes");
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        JsonNode config = node.path("config");
        if (config.isContainer()) {
            entry.any("config");
            options = config.isArray() ? options.set("layers", config) : (ObjectNode) config.deepCopy();
        }
        String name = entry.word("name");
        for (Map.Entry<String, JsonNode> unread : entry.unread().entrySet()) {
            options.set(BESIDE + unread.getKey(), unread.getValue());
        }
        return new LayerSpec(
                name.isEmpty() ? new Options(options).word("name") : name,
                className,
                module,
                options,
                isCustom(node, className),
                inbound.orElse(MissingNode.getInstance()),
                builtRank(node.path("build_config").path("input_shape")));
    }

    /** Of one input; several have a list of shapes. */
    private static int builtRank(JsonNode shape) {
        return shape.isArray() && shape.valueStream().noneMatch(JsonNode::isContainer) ? shape.size() : Shape.UNKNOWN;
    }

    /**
     * Holds what stands beside the config, and the options that every layer has, to their kinds.
     *
     * @throws Refusal with what is not known
     */
    public void checkCommon() {
        Options options = new Options(config);
        options.ignore("name", "trainable");
        DTypes.name(options, "dtype");
        for (Map.Entry<String, JsonNode> entry : options.unread().entrySet()) {
            if (entry.getKey().startsWith(BESIDE)) {
                throw new Refusal("it holds what is not known. Received: " + entry.getKey() + "="
                        + Options.brief(entry.getValue()));
            }
        }
    }

    /** A whole model: who saved it and how it was trained may stand beside the rest. */
    public static LayerSpec ofModel(JsonNode root) {
        if (!(root instanceof ObjectNode object)) {
            return of(root);
        }
        ObjectNode model = object.objectNode();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            boolean saver = entry.getValue().isString()
                    && (entry.getKey().equals("keras_version") || entry.getKey().equals("backend"));
            if (!saver && !Ignored.isOfTraining(entry.getKey())) {
                model.set(entry.getKey(), entry.getValue());
            }
        }
        return of(model);
    }

    /** The same layer described in other words. */
    LayerSpec with(String otherClass, ObjectNode otherConfig) {
        return new LayerSpec(name, otherClass, module, otherConfig, custom, inbound, builtRank);
    }

    /** The same layer, told to be a class of Keras's own. */
    LayerSpec ofKeras(String ownClass, ObjectNode itsConfig) {
        return new LayerSpec(name, ownClass, KERAS_APPLICATIONS, itsConfig, false, inbound, builtRank);
    }

    /** The same layer under another name. */
    public LayerSpec named(String other) {
        return new LayerSpec(other, className, module, config, custom, inbound, builtRank);
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
