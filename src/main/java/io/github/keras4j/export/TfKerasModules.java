package io.github.keras4j.export;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration in a {@code .keras} of tf.keras says beyond one in its {@code .h5}: where each class lies
 * (keras/src/saving/serialization_lib.py 2.15, serialize_keras_object).
 */
final class TfKerasModules {
    private TfKerasModules() {}

    /** Adds {@code module} and {@code registered_name} to a model's JSON, and to every object in it. */
    static void addTo(Map<String, @Nullable Object> model) {
        name(model, "");
    }

    private static void name(Object value, String option) {
        if (value instanceof List<?> list) {
            list.forEach(each -> name(each, option));
        } else if (value instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked")
            Map<String, @Nullable Object> object = (Map<String, @Nullable Object>) map;
            object.forEach((key, inner) -> {
                if (inner != null) {
                    name(inner, key);
                }
            });
            if (object.get("class_name") instanceof String className && object.containsKey("config")) {
                object.put("module", module(className, option));
                object.put("registered_name", className.equals("Functional") ? className : null);
            }
        }
    }

    private static String module(String className, String option) {
        return switch (className) {
            case "Sequential" -> "keras";
            case "Functional" -> "keras.src.engine.functional";
            default -> {
                String kind = option.substring(option.lastIndexOf('_') + 1);
                yield List.of("initializer", "regularizer", "constraint").contains(kind)
                        ? "keras." + kind + "s"
                        : "keras.layers";
            }
        };
    }
}
