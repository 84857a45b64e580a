package io.github.keras4j.export;

import io.github.keras4j.model.Layer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Initializers, regularizers and constraints for the file. For Keras they are the layer's own in Keras 2.2.4's
 * spelling; for DL4J they are the tamest there are: its importer draws initial weights before it reads the file's,
 * and hangs on Keras's default Orthogonal from 16 units up (nd4j's native SVD does not return).
 */
final class Keras2Options {
    private Keras2Options() {}

    /** @throws io.github.keras4j.UnsupportedLayerException for a regularizer or constraint that the target lacks */
    static @Nullable Object value(Target target, Layer layer, String option) {
        Object stored = layer.info().extras().get(option);
        if (option.endsWith("_initializer")) {
            return target == Target.DL4J ? Keras2Initializers.FOR_DL4J : Keras2Initializers.spelled(option, stored);
        }
        if (target == Target.DL4J) {
            return null;
        }
        return option.endsWith("_regularizer")
                ? regularizer(target, layer, option, stored)
                : constraint(target, layer, option, stored);
    }

    /** Newer generations write {@code L2} with one number, Keras 2.2.4 knows only {@code L1L2}. */
    private static @Nullable Object regularizer(Target target, Layer layer, String option, @Nullable Object stored) {
        if (stored == null) {
            return null;
        }
        if (stored instanceof Map<?, ?> map) {
            Map<?, ?> numbers = map.get("config") instanceof Map<?, ?> config ? config : map;
            String name = String.valueOf(map.containsKey("class_name") ? map.get("class_name") : map.get("name"));
            if (List.of("L1L2", "L1", "L2", "WeightRegularizer", "ActivityRegularizer", "l1", "l2", "l1_l2")
                    .contains(name)) {
                return of("L1L2", Map.of("l1", number(numbers.get("l1")), "l2", number(numbers.get("l2"))));
            }
        }
        if (stored instanceof String name && List.of("l1", "l2", "l1_l2").contains(name.toLowerCase(Locale.ROOT))) {
            return name.toLowerCase(Locale.ROOT);
        }
        throw Keras2Layers.lacking(target, layer, "no such " + option + " " + stored);
    }

    private static @Nullable Object constraint(Target target, Layer layer, String option, @Nullable Object stored) {
        if (stored == null) {
            return null;
        }
        if (stored instanceof String name) {
            return name;
        }
        if (stored instanceof Map<?, ?> map) {
            Map<?, ?> numbers = map.get("config") instanceof Map<?, ?> config ? config : map;
            String name = String.valueOf(map.containsKey("class_name") ? map.get("class_name") : map.get("name"));
            switch (name) {
                case "MaxNorm", "max_norm", "maxnorm" -> {
                    Object max = numbers.containsKey("max_value") ? numbers.get("max_value") : numbers.get("m");
                    return of("MaxNorm", Map.of("max_value", number(max), "axis", axis(numbers)));
                }
                case "NonNeg", "NonNegative", "non_neg", "nonneg" -> {
                    return of("NonNeg", Map.of());
                }
                case "UnitNorm", "unit_norm", "unitnorm" -> {
                    return of("UnitNorm", Map.of("axis", axis(numbers)));
                }
                case "MinMaxNorm", "min_max_norm" -> {
                    return of(
                            "MinMaxNorm",
                            Map.of(
                                    "min_value", number(numbers.get("min_value")),
                                    "max_value", number(numbers.get("max_value")),
                                    "rate", number(numbers.get("rate")),
                                    "axis", axis(numbers)));
                }
                default -> {}
            }
        }
        throw Keras2Layers.lacking(target, layer, "no such " + option + " " + stored);
    }

    private static Object axis(Map<?, ?> numbers) {
        Object axis = numbers.get("axis");
        return axis == null ? 0 : axis;
    }

    private static Object number(@Nullable Object value) {
        return value instanceof Number number ? number : 0.0;
    }

    /** In the order of the alphabet, so that equal models give equal bytes: that of {@code Map.of} changes with each JVM. */
    static Map<String, Object> of(String className, Map<String, ?> config) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("class_name", className);
        json.put("config", new TreeMap<>(config));
        return json;
    }
}
