package io.github.keras4j.export;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Layer;
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
    private final Keras2Options options;

    Keras2Layer(Layer layer, String className, Keras2Options options) {
        this.layer = layer;
        this.className = className;
        this.options = options;
        config.put("name", layer.name());
        if (!className.equals("InputLayer")) { // the one layer that takes no such option
            config.put("trainable", layer.info().trainable());
        }
    }

    Keras2Layer with(String option, @Nullable Object value) {
        config.put(option, value);
        return this;
    }

    /** @throws io.github.keras4j.errors.UnsupportedLayerException when the file's reader has no such activation */
    Keras2Layer withActivation(String option, Activation activation) {
        return with(option, Keras2Activations.name(layer, activation, options));
    }

    /** Adds {@code <weight>_initializer}, {@code _regularizer} and {@code _constraint} for each weight. */
    Keras2Layer withWeights(String... weights) {
        for (String kind : List.of("initializer", "regularizer", "constraint")) {
            for (String weight : weights) {
                String option = weight + "_" + kind;
                config.put(option, options.value(layer, option));
            }
        }
        return this;
    }

    Keras2Layer withActivityRegularizer() {
        return with("activity_regularizer", options.value(layer, "activity_regularizer"));
    }

    Keras2Layer withDataFormat(boolean channelsFirst) {
        return with("data_format", channelsFirst ? "channels_first" : "channels_last");
    }

    /** {@code {"class_name": ..., "config": {...}}}. */
    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("class_name", className);
        json.put("config", config);
        return json;
    }

    static List<Object> list(Object... values) {
        return new ArrayList<>(Arrays.asList(values));
    }
}
