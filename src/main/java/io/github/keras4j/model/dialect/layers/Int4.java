package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.LayerInfo;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Layers after Keras 3's {@code quantize("int4")}. Keras turns their numbers of four bits back into floats and multiplies
 * those (layers/core/dense.py, einsum_dense.py and embedding.py 3.15, _int4_call), so they are read as the layers that they
 * were: {@code Int4Kernels} has the floats.
 */
public final class Int4 {
    private static final Set<String> READ = Set.of("Dense", "EinsumDense", "Embedding");

    private Int4() {}

    /**
     * How many rows of such a layer have a scale together, -1: all; empty for another policy or layer.
     *
     * @throws Refusal when such a layer does not come from float32
     */
    public static Optional<Integer> blockSize(String className, Options options) {
        Optional<JsonNode> node = options.any("dtype").filter(JsonNode::isObject);
        if (node.isEmpty() || !READ.contains(className)) {
            return Optional.empty();
        }
        LayerSpec policy = LayerSpec.of(node.get());
        Options config = new Options(policy.config());
        if (!policy.className().equals("Int4DTypePolicy") || policy.custom()) {
            return Optional.empty(); // Keras before 3.14 packs along another axis, under another policy
        }
        String mode = config.text("mode", "");
        String source = config.text("source_name", "");
        config.refuseUnknown();
        policy.checkCommon();
        if (!mode.matches("int4/(-1|[1-9]\\d{0,8})") || !source.equals("float32")) {
            throw new Refusal("its type of four bits is not known. Received: mode=" + mode + ", source_name=" + source
                    + ". Save the model as it was before model.quantize(...)");
        }
        return Optional.of(Integer.parseInt(mode.substring("int4/".length())));
    }

    /** Whether the layer is of four bits; reads what else says so. */
    static boolean is(LayerInfo info, Options o, Scope scope) {
        if (!info.extras().containsKey(LayerInfo.INT4)) {
            return false;
        }
        o.ignore("lora_alpha", "gptq_unpacked_column_size");
        if (scope.factory().hints().areByLayer()) {
            throw new Refusal(
                    "an .h5 does not tell which of a quantized layer's arrays is which. Received: a policy int4."
                            + " Save it as .keras");
        }
        if (o.has("lora_rank")) {
            throw new Refusal("LoRA on numbers of four bits is not run. Received: lora_rank=" + o.integer("lora_rank")
                    + ". Save the model as it was before model.quantize(...)");
        }
        JsonNode given = o.getAny("quantization_config");
        LayerSpec spec = LayerSpec.of(given);
        Options config = new Options(spec.config());
        boolean known = spec.className().equals("Int4QuantizationConfig")
                && !spec.custom()
                && !config.has("weight_quantizer")
                && !config.has("activation_quantizer")
                && Integer.valueOf(config.any("block_size").isPresent() ? config.integer("block_size") : -1)
                        .equals(info.extras().get(LayerInfo.INT4));
        if (!known) {
            throw Options.wrong("quantization_config", given, "an Int4QuantizationConfig of the policy's block size");
        }
        config.refuseUnknown();
        return true;
    }
}
