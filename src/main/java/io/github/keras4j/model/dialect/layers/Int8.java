package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Layers after Keras 3's {@code quantize("int8")} (layers/core/dense.py, embedding.py and quantizers 3.15). */
public final class Int8 {
    private static final Set<String> RUN = Set.of("Dense", "Embedding", "EinsumDense");

    private Int8() {}

    /**
     * The type that an int8 policy was made from, for a layer that is run so; empty for another policy or layer, which
     * {@link DTypes#name} reads or refuses.
     *
     * @throws Refusal when such a layer does not come from float32
     */
    public static Optional<String> source(String className, Options options) {
        Optional<JsonNode> node = options.any("dtype").filter(JsonNode::isObject);
        if (node.isEmpty() || !RUN.contains(className)) {
            return Optional.empty();
        }
        LayerSpec policy = LayerSpec.of(node.get());
        Options config = new Options(policy.config());
        if (!policy.className().equals("QuantizedDTypePolicy")
                || policy.custom()
                || !config.word("mode").equals("int8")) {
            return Optional.empty();
        }
        String source = config.text("source_name", "");
        config.refuseUnknown();
        policy.checkCommon();
        if (!source.equals("float32")) {
            throw new Refusal("it is quantized from a type that is not run. Received: source_name=" + source
                    + ". Save the model as it was before model.quantize(...)");
        }
        return Optional.of(source);
    }

    static boolean is(LayerInfo info) {
        return info.extras().containsKey(LayerInfo.INT8);
    }

    static Layer dense(LayerInfo info, Options o, Scope scope) {
        quantizers(o, scope);
        return new Core.Int8Dense(
                plain(info),
                o.size("units"),
                ActivationNames.read(o, "activation", scope.origin()),
                o.flag("use_bias", true));
    }

    static Layer einsumDense(LayerInfo info, Core.EinsumDense plain, Options o, Scope scope) {
        quantizers(o, scope);
        if (plain.equation().contains("...")) { // Keras 3.15 takes the number of axes for their sizes and fails
            throw new Refusal("Keras quantizes no equation with an ellipsis. Received: equation=" + plain.equation());
        }
        String[] sides = plain.equation().split("->", -1);
        String[] terms = sides[0].split(",", -1);
        for (char axis : terms[1].toCharArray()) {
            boolean given = terms[0].indexOf(axis) >= 0;
            boolean kept = sides[1].indexOf(axis) >= 0;
            if (given == kept) {
                throw new Refusal(
                        "in whole numbers an axis of the kernel is the input's or the output's. Received: equation="
                                + plain.equation() + ", axis " + axis);
            }
        }
        return new Core.Int8EinsumDense(
                plain(info), plain.equation(), plain.outputShape(), plain.biasAxes(), plain.activation());
    }

    static Layer embedding(LayerInfo info, Options o, Scope scope) {
        quantizers(o, scope);
        return new Core.Int8Embedding(
                plain(info), o.size("input_dim"), o.size("output_dim"), o.flag("mask_zero", false));
    }

    /** The class says it. */
    private static LayerInfo plain(LayerInfo info) {
        java.util.Map<String, Object> extras = new java.util.HashMap<>(info.extras());
        extras.remove(LayerInfo.INT8);
        return new LayerInfo(info.name(), info.className(), info.dtype(), info.trainable(), extras);
    }

    /** An {@code .h5} lists arrays in the order in which they were made, which is another before and after loading. */
    private static void quantizers(Options o, Scope scope) {
        o.ignore("lora_alpha", "gptq_unpacked_column_size");
        if (scope.factory().hints().areByLayer()) {
            throw new Refusal(
                    "an .h5 does not tell which of a quantized layer's arrays is which. Received: a policy int8."
                            + " Save it as .keras");
        }
        if (o.has("lora_rank")) {
            o.integer("lora_rank"); // a .keras holds the kernel with LoRA's product added
        }
        Optional<JsonNode> given = o.any("quantization_config");
        if (given.isEmpty()) {
            return; // Keras before 3.13, which knows no other quantizers
        }
        LayerSpec spec = LayerSpec.of(given.get());
        Options config = new Options(spec.config());
        if (!spec.className().equals("Int8QuantizationConfig") || spec.custom()) {
            throw Options.wrong("quantization_config", given.get(), "an Int8QuantizationConfig");
        }
        config.any("weight_quantizer").ifPresent(node -> quantizer("weight_quantizer", node));
        quantizer("activation_quantizer", config.getAny("activation_quantizer"));
        config.refuseUnknown();
    }

    private static void quantizer(String option, JsonNode node) {
        LayerSpec spec = LayerSpec.of(node);
        Options config = new Options(spec.config());
        boolean known = spec.className().equals("AbsMaxQuantizer")
                && !spec.custom()
                && config.integers("value_range").equals(List.of(-127, 127))
                && config.number("epsilon", 0) == 1e-7
                && config.word("output_dtype").equals("int8")
                && (!config.has("axis")
                        || option.equals("weight_quantizer")
                                && !config.integers("axis").isEmpty());
        if (!known) {
            throw Options.wrong(option, node, "Keras's default, an AbsMaxQuantizer from -127 to 127");
        }
        config.refuseUnknown();
    }
}
