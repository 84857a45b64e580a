package io.github.keras4j.export;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Initializers as Keras 2.2.4 writes them ({@code keras/initializers.py}): there Glorot's, He's and LeCun's are
 * VarianceScaling. They never run on a loaded model, so one that Keras 2 does not know becomes its default.
 */
final class Keras2Initializers {
    /** What DL4J gets for every weight: the tamest that its importer knows. */
    static final Object FOR_DL4J = Keras2Options.of("GlorotUniform", Map.of());

    private Keras2Initializers() {}

    static Object spelled(String option, @Nullable Object stored) {
        String name = name(stored);
        Map<?, ?> numbers = stored instanceof Map<?, ?> map && map.get("config") instanceof Map<?, ?> c ? c : Map.of();
        return switch (name) {
            case "Zeros", "zeros", "zero", "ZerosInitializer" -> Keras2Options.of("Zeros", Map.of());
            case "Ones", "ones", "one" -> Keras2Options.of("Ones", Map.of());
            case "Constant", "constant" -> Keras2Options.of("Constant", kept(numbers, "value"));
            case "RandomNormal", "random_normal", "normal" ->
                Keras2Options.of("RandomNormal", kept(numbers, "mean", "stddev", "seed"));
            case "RandomUniform", "random_uniform", "uniform" ->
                Keras2Options.of("RandomUniform", kept(numbers, "minval", "maxval", "seed"));
            case "TruncatedNormal", "truncated_normal" ->
                Keras2Options.of("TruncatedNormal", kept(numbers, "mean", "stddev", "seed"));
            case "Orthogonal", "orthogonal", "OrthogonalInitializer", "Identity", "identity", "IdentityInitializer" ->
                tame();
            case "VarianceScaling" -> varianceScaling(numbers);
            case "GlorotNormal", "glorot_normal" -> scaling(1, "fan_avg", "normal");
            case "HeNormal", "he_normal" -> scaling(2, "fan_in", "normal");
            case "HeUniform", "he_uniform" -> scaling(2, "fan_in", "uniform");
            case "LecunNormal", "lecun_normal" -> scaling(1, "fan_in", "normal");
            case "LecunUniform", "lecun_uniform" -> scaling(1, "fan_in", "uniform");
            case "GlorotUniform", "glorot_uniform" -> scaling(1, "fan_avg", "uniform");
            default -> byDefault(option);
        };
    }

    private static String name(@Nullable Object stored) {
        if (stored instanceof Map<?, ?> map) {
            return String.valueOf(map.containsKey("class_name") ? map.get("class_name") : map.get("name"));
        }
        return String.valueOf(stored);
    }

    private static Object byDefault(String option) {
        return switch (option) {
            case "kernel_initializer", "depthwise_initializer", "pointwise_initializer" ->
                scaling(1, "fan_avg", "uniform");
            case "recurrent_initializer" -> tame();
            case "embeddings_initializer" -> Keras2Options.of("RandomUniform", Map.of("minval", -0.05, "maxval", 0.05));
            case "gamma_initializer", "moving_variance_initializer" -> Keras2Options.of("Ones", Map.of());
            default -> Keras2Options.of("Zeros", Map.of());
        };
    }

    /**
     * GlorotUniform, for initializers that DL4J's importer does not survive in a file of ours: it draws initial
     * weights before it reads the file's, does not return from Orthogonal from 16 units up (nd4j's native SVD), and
     * fails on an Identity that is not square. The weights are in the file, so no reader computes with what an
     * initializer gives. Not Zeros, for whoever builds the model anew from its configuration: all units would learn
     * the same.
     */
    private static Object tame() {
        return scaling(1, "fan_avg", "uniform");
    }

    private static Object varianceScaling(Map<?, ?> numbers) {
        Map<String, @Nullable Object> config = kept(numbers, "scale", "mode", "distribution", "seed");
        Object distribution = config.get("distribution");
        if (distribution != null && !distribution.equals("uniform")) {
            config.put("distribution", "normal"); // later generations write truncated_normal
        }
        return Keras2Options.of("VarianceScaling", config);
    }

    private static Object scaling(double scale, String mode, String distribution) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("scale", scale);
        config.put("mode", mode);
        config.put("distribution", distribution);
        return Keras2Options.of("VarianceScaling", config);
    }

    private static Map<String, @Nullable Object> kept(Map<?, ?> numbers, String... names) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        for (String name : names) {
            if (numbers.get(name) != null) {
                config.put(name, numbers.get(name));
            }
        }
        return config;
    }
}
