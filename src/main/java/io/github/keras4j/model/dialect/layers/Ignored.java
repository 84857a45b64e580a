package io.github.keras4j.model.dialect.layers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a configuration may say that cannot change an answer in inference, each with the reason. A reader may read past
 * an option only where it is listed here; what is not listed must be understood, or refuses its layer.
 */
public final class Ignored {
    private enum Kind {
        /** Whatever stands there: it holds objects of other people's. */
        ANYTHING("anything"),
        NUMBER("a number"),
        NUMBERS("numbers"),
        SIZES("sizes"),
        FLAG("true or false"),
        WORD("a word"),
        FLAG_OR_WORD("true, false or a word"),
        SEED("a whole number");

        private final String wanted;

        Kind(String wanted) {
            this.wanted = wanted;
        }
    }

    private record Row(Kind kind, String reason) {}

    private static final Map<String, Row> ROWS = new HashMap<>();

    static {
        String start = "a start value; the stored weights take its place";
        rows(start, Kind.ANYTHING, "init", "inner_init", "forget_bias_init", "alpha_init", "beta_init");
        rows(start, Kind.ANYTHING, "t_left_init", "a_left_init", "t_right_init", "a_right_init");
        rows(start, Kind.NUMBER, "transform_bias", "init_values");
        rows(start, Kind.FLAG, "unit_forget_bias");

        rows(start, Kind.WORD, "window", "scaling");
        rows(start, Kind.FLAG, "periodic");

        String training = "acts in training alone";
        rows(training, Kind.ANYTHING, "compile_config", "renorm_clipping");
        rows(training, Kind.NUMBER, "dropout", "recurrent_dropout", "l1", "l2", "momentum", "renorm_momentum");
        rows(training, Kind.NUMBER, "virtual_batch_size", "power_iterations");
        rows(training, Kind.SIZES, "noise_shape");
        rows(training, Kind.FLAG, "trainable", "synchronized");
        rows(training, Kind.SEED, "seed");

        String wrapped = "of a cell's wrapper that drops nothing";
        rows(wrapped, Kind.FLAG, "variational_recurrent");
        rows(wrapped, Kind.SIZES, "input_size");
        rows("says where it is computed", Kind.WORD, "device");

        String augments = "of a layer that changes images in training alone";
        rows(augments, Kind.NUMBERS, "factor", "height_factor", "width_factor", "value_range", "fill_value");
        rows(augments, Kind.NUMBERS, "addition_factor", "threshold_factor", "brightness_factor", "contrast_factor");
        rows(augments, Kind.NUMBERS, "saturation_factor", "hue_factor", "x_factor", "y_factor", "scale", "sigma");
        rows(augments, Kind.NUMBER, "num_chains", "chain_depth", "alpha", "num_ops", "max_number");
        rows(augments, Kind.SIZES, "kernel_size");
        rows(augments, Kind.FLAG, "all_ops");
        rows(augments, Kind.WORD, "bounding_box_format");
        rows(augments, Kind.WORD, "mode", "interpolation", "fill_mode");

        String computed = "how it is computed, not what";
        rows(computed, Kind.NUMBER, "implementation");
        rows(computed, Kind.WORD, "consume_less");
        rows(computed, Kind.FLAG, "fused", "flash_attention", "autocast");
        rows(computed, Kind.FLAG_OR_WORD, "use_cudnn");

        String again = "says again what the class, other options, the calls or the weights say";
        rows(again, Kind.ANYTHING, "build_config");
        rows(again, Kind.WORD, "name", "input_dtype", "data_format", "score_mode", "_keras_version");
        rows(again, Kind.WORD, "output_shape_type", "output_mask_type");
        rows(again, Kind.NUMBER, "rank", "filters", "input_dim", "epsilon", "shared_object_id");
        rows(again, Kind.NUMBER, "lora_alpha", "gptq_unpacked_column_size", "concat_axis");
        rows(again, Kind.NUMBERS, "axis", "dot_axes", "node_indices", "tensor_indices");
        rows(again, Kind.SIZES, "batch_input_shape", "batch_shape", "input_shape", "input_length", "shape");
        rows(again, Kind.SIZES, "query_shape", "key_shape", "value_shape", "output_shape");
        rows(again, Kind.FLAG, "optional");
    }

    private static void rows(String reason, Kind kind, String... options) {
        for (String option : options) {
            ROWS.put(option, new Row(kind, reason));
        }
    }

    private static final List<String> ENDINGS = List.of("_initializer", "_regularizer", "_constraint");
    /** What Keras 1.0's {@code to_json} of a compiled model carries beside the architecture. */
    private static final List<String> COMPILED =
            List.of("optimizer", "loss", "loss_weights", "metrics", "sample_weight_mode");

    private Ignored() {}

    /** Initializers, regularizers and constraints: the weights are stored, and the rest acts in training alone. */
    static boolean isExtra(String option) {
        return ENDINGS.stream().anyMatch(option::endsWith);
    }

    /** Whether that key of a whole model's JSON tells of its training. */
    static boolean isOfTraining(String key) {
        return COMPILED.contains(key);
    }

    /**
     * Holds an option that is read past to what stands there.
     *
     * @throws Refusal when the value is not of the kind that cannot matter
     * @throws IllegalArgumentException when the option is not in the list
     */
    static void check(String option, JsonNode value) {
        Row row = Optional.ofNullable(ROWS.get(option))
                .orElseThrow(() -> new IllegalArgumentException(option + " is not in the list of what is ignored"));
        if (!value.isNull() && !is(row.kind(), value)) {
            throw Options.wrong(option, value, row.kind().wanted + " (" + row.reason() + ")");
        }
    }

    /** Whether whatever stands at that place, keys and indices from the root of a model's JSON, is read past. */
    public static boolean isAnything(List<String> path) {
        return !path.isEmpty() && isOfTraining(path.get(0))
                || path.stream()
                        .anyMatch(key -> isExtra(key)
                                || ROWS.containsKey(key) && ROWS.get(key).kind() == Kind.ANYTHING
                                || isExtra(Keras1Options.modern(key)));
    }

    private static boolean is(Kind kind, JsonNode value) {
        return switch (kind) {
            case ANYTHING -> true;
            case NUMBER -> value.isNumber();
            case NUMBERS ->
                value.isNumber() || value.isArray() && value.valueStream().allMatch(item -> is(Kind.NUMBERS, item));
            case SIZES ->
                value.isIntegralNumber()
                        || value.isArray()
                                && value.valueStream().allMatch(item -> item.isNull() || is(Kind.SIZES, item));
            case FLAG -> value.isBoolean();
            case WORD -> value.isString();
            case FLAG_OR_WORD -> value.isBoolean() || value.isString();
            case SEED ->
                value.isNumber() || value.path("class_name").asString("").equals("SeedGenerator");
        };
    }
}
