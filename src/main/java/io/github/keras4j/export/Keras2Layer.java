package io.github.keras4j.export;

import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One layer as Keras 2.2.4 spells it, under construction: class name and configuration. */
final class Keras2Layer {
    private final String className;
    private final Map<String, @Nullable Object> config = new LinkedHashMap<>();
    private final Layer layer;
    private final Target target;

    Keras2Layer(Layer layer, String className, Target target) {
        this.layer = layer;
        this.className = className;
        this.target = target;
        config.put("name", layer.name());
        if (!className.equals("InputLayer")) { // the one layer that takes no such option
            config.put("trainable", layer.info().trainable());
            Object policy = layer.info().extras().get(LayerInfo.POLICY);
            if (policy != null && !target.isModern()) {
                throw new UnsupportedLayerException("Layer '" + layer.name() + "' (" + layer.className()
                        + ") computes in mixed precision, which Keras 2.2 and DL4J don't have. Received: dtype="
                        + policy
                        + ". Save the model with the policy float32");
            }
            if (policy != null) {
                config.put("dtype", policy);
            } else if (target.isModern() && layer.info().dtype() == DType.FLOAT64) {
                config.put("dtype", "float64"); // Keras 2.2.4 computes all layers in its session's floatx
            }
        }
    }

    /** An option that Keras 3 has dropped. */
    Keras2Layer withUnlessKeras3(String option, @Nullable Object value) {
        return target == Target.KERAS_3 ? this : with(option, value);
    }

    Keras2Layer without(String option) {
        config.remove(option);
        return this;
    }

    Map<String, @Nullable Object> config() {
        return config;
    }

    /** Keras's class as the target has it. */
    String className() {
        return className;
    }

    Keras2Layer with(String option, @Nullable Object value) {
        config.put(option, value);
        return this;
    }

    /** An option that acts in training only, where the layer has it. DL4J's importer knows none. */
    Keras2Layer withExtra(String option) {
        Object value = layer.info().extras().get(option);
        return value == null || target == Target.DL4J ? this : with(option, value);
    }

    /** @throws io.github.keras4j.errors.UnsupportedLayerException when the file's reader has no such activation */
    Keras2Layer withActivation(String option, Activation activation) {
        return with(option, Keras2Activations.name(layer, activation, target));
    }

    /** Adds {@code <weight>_initializer}, {@code _regularizer} and {@code _constraint} for each weight. */
    Keras2Layer withWeights(String... weights) {
        for (String kind : List.of("initializer", "regularizer", "constraint")) {
            for (String weight : weights) {
                String option = weight + "_" + kind;
                config.put(option, Keras2Options.value(target, layer, option));
            }
        }
        return this;
    }

    Keras2Layer withActivityRegularizer() {
        return with("activity_regularizer", Keras2Options.value(target, layer, "activity_regularizer"));
    }

    Keras2Layer withDataFormat(boolean channelsFirst) {
        return with("data_format", channelsFirst ? "channels_first" : "channels_last");
    }

    /** {@code {"class_name": ..., "config": {...}}}; Keras 3 wants to be told where the class lies. */
    Map<String, @Nullable Object> toJson() {
        Object activity = layer.info().extras().get("activity_regularizer");
        if (target == Target.KERAS_3 && activity != null && !className.equals("ActivityRegularization")) {
            withActivityRegularizer(); // every layer takes it there, the others only those that say so
        }
        return json(target, "keras.layers", className, config);
    }

    static Map<String, @Nullable Object> json(
            Target target, String module, String className, Map<String, @Nullable Object> config) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        if (target == Target.KERAS_3) {
            json.put("module", module);
            json.put("registered_name", null);
        }
        json.put("class_name", className);
        json.put("config", config);
        return json;
    }

    static List<Object> list(Object... values) {
        return new ArrayList<>(Arrays.asList(values));
    }
}
