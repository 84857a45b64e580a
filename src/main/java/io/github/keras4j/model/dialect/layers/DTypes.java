package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.tensor.DType;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Types as the generations write them: a name, or a policy object of tf.keras and Keras 3. */
public final class DTypes {
    private static final Set<String> POLICIES = Set.of("Policy", "PolicyV1", "DTypePolicy", "FloatDTypePolicy");
    private static final Set<String> QUANTIZED = Set.of(
            "QuantizedDTypePolicy",
            "QuantizedFloat8DTypePolicy",
            "Int4DTypePolicy",
            "GPTQDTypePolicy",
            "AWQDTypePolicy",
            "DTypePolicyMap");

    private DTypes() {}

    /**
     * The name of the type or policy under an option; empty where there is none.
     *
     * @throws Refusal when a policy says more than its name
     */
    public static String name(Options options, String option) {
        return options.any(option).map(node -> name(option, node)).orElse("");
    }

    /**
     * The name of a type or policy.
     *
     * @throws Refusal as {@link #name(Options, String)}
     */
    public static String name(String option, JsonNode node) {
        if (node.isString()) {
            return node.asString();
        }
        LayerSpec policy = LayerSpec.of(node);
        if (QUANTIZED.contains(policy.className())) {
            throw new Refusal("it is quantized, and computes in whole numbers or a type of 8 bits, which is not run."
                    + " Received: dtype=" + Options.brief(node)
                    + ". Save the model as it was before model.quantize(...)");
        }
        if (!node.isObject() || !POLICIES.contains(policy.className()) || policy.custom()) {
            throw Options.wrong(option, node, "a type's name or one of Keras's policies");
        }
        Options config = new Options(policy.config());
        String name = config.text("name", "");
        config.refuseUnknown();
        return name;
    }

    /** Refuses something within a layer that computes in another type than the layer. */
    static void only(Options options, DType layers) {
        String name = name(options, "dtype");
        if (!name.isEmpty() && of(name) != layers) {
            throw new Refusal("a part of it computes in another type than the layer. Received: dtype=" + name);
        }
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
