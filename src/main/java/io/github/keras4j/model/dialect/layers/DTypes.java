package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.tensor.DType;
import tools.jackson.databind.JsonNode;

/** Types as the generations write them: a name, or a policy object of tf.keras and Keras 3. */
public final class DTypes {
    private DTypes() {}

    /** The name of a type or policy; empty where there is none. */
    public static String name(JsonNode node) {
        if (node.isString()) {
            return node.asString();
        }
        return node.path("config").path("name").asString("");
    }

    /** The type that a layer of that policy computes in; half precision is computed in float32. */
    public static DType of(String name) {
        String plain = switch (name) {
            case "mixed_float16", "mixed_bfloat16" -> "float32";
            case "_infer" -> "float32"; // tf.keras: takes its input's type
            default -> name;
        };
        try {
            return DType.of(plain);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    "its dtype is not supported. Received: dtype=" + name + ". Save the model in float32 or float64");
        }
    }
}
