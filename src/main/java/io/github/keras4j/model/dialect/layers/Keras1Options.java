package io.github.keras4j.model.dialect.layers;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keras 1's names of classes and options in Keras 2's words (keras/legacy/interfaces.py and
 * keras/legacy/layers.py of 2.2.4 do the same for code that calls them by the old names).
 */
public final class Keras1Options {
    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("Convolution1D", "Conv1D"),
            Map.entry("AtrousConvolution1D", "Conv1D"),
            Map.entry("AtrousConv1D", "Conv1D"),
            Map.entry("Convolution2D", "Conv2D"),
            Map.entry("AtrousConvolution2D", "Conv2D"),
            Map.entry("AtrousConv2D", "Conv2D"),
            Map.entry("Convolution3D", "Conv3D"),
            Map.entry("Deconvolution2D", "Conv2DTranspose"),
            Map.entry("Deconv2D", "Conv2DTranspose"),
            Map.entry("SeparableConvolution2D", "SeparableConv2D"),
            Map.entry("TimeDistributedDense", "Dense"));

    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("bias", "use_bias"),
            Map.entry("init", "kernel_initializer"),
            Map.entry("inner_init", "recurrent_initializer"),
            Map.entry("W_regularizer", "kernel_regularizer"),
            Map.entry("U_regularizer", "recurrent_regularizer"),
            Map.entry("b_regularizer", "bias_regularizer"),
            Map.entry("W_constraint", "kernel_constraint"),
            Map.entry("b_constraint", "bias_constraint"),
            Map.entry("inner_activation", "recurrent_activation"),
            Map.entry("dropout_W", "dropout"),
            Map.entry("dropout_U", "recurrent_dropout"),
            Map.entry("p", "rate"),
            Map.entry("sigma", "stddev"),
            Map.entry("nb_filter", "filters"),
            Map.entry("filter_length", "kernel_size"),
            Map.entry("subsample", "strides"),
            Map.entry("subsample_length", "strides"),
            Map.entry("border_mode", "padding"),
            Map.entry("atrous_rate", "dilation_rate"),
            Map.entry("pool_length", "pool_size"),
            Map.entry("stride", "strides"),
            Map.entry("length", "size"));

    private Keras1Options() {}

    /** An option's name in Keras 2's words. */
    static String modern(String option) {
        return OPTIONS.getOrDefault(option, option);
    }

    public static LayerSpec modern(LayerSpec spec) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : spec.config().properties()) {
            config.set(modern(entry.getKey()), entry.getValue());
        }
        String className = CLASSES.getOrDefault(spec.className(), spec.className());
        if (!className.equals("Embedding") && config.has("output_dim")) {
            config.set("units", config.remove("output_dim"));
        }
        kernelSize(config, "nb_row", "nb_col");
        kernelSize(config, "kernel_dim1", "kernel_dim2", "kernel_dim3");
        String ordering = config.path("dim_ordering").isString()
                ? config.path("dim_ordering").asString()
                : "";
        if (ordering.equals("th") || ordering.equals("tf")) { // any other stays, and is refused as unknown
            config.remove("dim_ordering");
            config.put("data_format", ordering.equals("th") ? "channels_first" : "channels_last");
        }
        JsonNode forget = config.remove("forget_bias_init");
        if (forget != null) {
            config.put(
                    "unit_forget_bias", forget.isString() && forget.asString().equals("one"));
        }
        for (String name : config.propertyNames().stream().toList()) {
            if (name.endsWith("_regularizer") && config.get(name).isObject()) {
                config.set(name, regularizer((ObjectNode) config.get(name)));
            } else if (name.endsWith("_constraint") && config.get(name).isObject()) {
                config.set(name, wrapped((ObjectNode) config.get(name)));
            }
        }
        return spec.with(className, config);
    }

    private static void kernelSize(ObjectNode config, String... names) {
        if (!config.has(names[0])) {
            return;
        }
        ArrayNode sizes = JsonNodeFactory.instance.arrayNode();
        for (String name : names) {
            JsonNode size = config.remove(name);
            sizes.add(size == null ? JsonNodeFactory.instance.nullNode() : size);
        }
        config.set("kernel_size", sizes);
    }

    /** {"name": "WeightRegularizer", "l1": 0, "l2": 0.1} is Keras 2's {"class_name": "L1L2", "config": ...}. */
    private static ObjectNode regularizer(ObjectNode old) {
        ObjectNode modern = wrapped(old);
        if (old.has("l1") || old.has("l2")) {
            modern.put("class_name", "L1L2");
        }
        return modern;
    }

    private static ObjectNode wrapped(ObjectNode old) {
        if (!old.has("name")) {
            return old;
        }
        ObjectNode config = old.deepCopy();
        ObjectNode modern = JsonNodeFactory.instance.objectNode();
        modern.set("class_name", config.remove("name"));
        modern.set("config", config);
        return modern;
    }
}
