package io.github.keras4j.model.training;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.training.Loss.Kind;
import io.github.keras4j.model.training.Loss.Reduction;
import io.github.keras4j.model.training.Loss.Shape;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads a loss as any generation stores it: a name, or an object with options, of which each is known or refuses it. */
final class LossReader {
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("mse", "meansquarederror"),
            Map.entry("mae", "meanabsoluteerror"),
            Map.entry("mape", "meanabsolutepercentageerror"),
            Map.entry("msle", "meansquaredlogarithmicerror"),
            Map.entry("bce", "binarycrossentropy"),
            Map.entry("kld", "kldivergence"),
            Map.entry("kullbackleiblerdivergence", "kldivergence"),
            Map.entry("cosine", "cosinesimilarity"),
            Map.entry("cosineproximity", "cosinesimilarity"),
            Map.entry("huberloss", "huber"));

    private final JsonNode config;
    private final Set<String> known = new HashSet<>(Set.of("name", "fn", "dtype"));

    private LossReader(JsonNode config) {
        this.config = config;
    }

    /** @throws Keras4jException for a loss or an option that keras4j does not train with; it names it */
    static Loss read(JsonNode node, double weight, LossForm form) {
        JsonNode config = node.path("config");
        String name = name(node, config);
        Kind kind = kind(name);
        LossReader reader = new LossReader(config);
        Loss loss = new Loss(
                kind,
                reader.flag("from_logits"),
                reader.number("label_smoothing", 0),
                reader.ignored(),
                reader.shape(kind),
                reader.reduction(),
                form,
                weight);
        reader.refuseOtherAxes(kind);
        reader.refuseTheRest(name);
        return loss;
    }

    private static String name(JsonNode node, JsonNode config) {
        String name =
                node.isString() ? node.asString() : node.path("class_name").asString("");
        if (name.endsWith("LossFunctionWrapper") || name.equals("function")) {
            JsonNode function = config.isString() ? config : config.path("fn");
            return function.isString()
                    ? function.asString()
                    : function.path("config").asString("");
        }
        return name;
    }

    private static Kind kind(String name) {
        String key = KerasNames.key(name);
        String full = ALIASES.getOrDefault(key, key);
        for (Kind kind : Kind.values()) {
            if (KerasNames.key(kind.name()).equals(full)) {
                return kind;
            }
        }
        throw new Keras4jException("The loss is not one that keras4j trains with. Received: loss=" + name
                + "; known are all of Keras's but ctc and circle, by Keras's names");
    }

    private JsonNode option(String name) {
        known.add(name);
        return config.path(name);
    }

    private boolean flag(String name) {
        return option(name).asBoolean(false);
    }

    private double number(String name, double otherwise) {
        JsonNode value = option(name);
        if (value.isObject() || value.isArray()) {
            throw new Keras4jException(
                    "keras4j trains with one number for this option of a loss. Received: " + name + "=" + value);
        }
        return value.isNumber() ? value.asDouble() : otherwise;
    }

    private int ignored() {
        return option("ignore_class").isNumber() ? option("ignore_class").asInt() : Loss.NO_CLASS;
    }

    private Shape shape(Kind kind) {
        return switch (kind) {
            case HUBER -> new Shape(number("delta", 1), 0, 0, 0, 0, false);
            case BINARY_FOCAL_CROSSENTROPY, CATEGORICAL_FOCAL_CROSSENTROPY ->
                new Shape(0, number("alpha", 0.25), 0, number("gamma", 2), 0, flag("apply_class_balancing"));
            case TVERSKY -> new Shape(0, number("alpha", 0.5), number("beta", 0.5), 0, 0, false);
            case CATEGORICAL_GENERALIZED_CROSS_ENTROPY -> new Shape(0, 0, 0, 0, number("q", 0.5), false);
            default -> Shape.NONE;
        };
    }

    private Reduction reduction() {
        String name = option("reduction").asString("auto").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "auto", "sum_over_batch_size", "mean" -> Reduction.SUM_OVER_BATCH_SIZE;
            case "sum" -> Reduction.SUM;
            case "mean_with_sample_weight" -> Reduction.MEAN_WITH_SAMPLE_WEIGHT;
            default ->
                throw new Keras4jException(
                        "keras4j trains only with losses that are one number. Received: reduction=" + name);
        };
    }

    private void refuseOtherAxes(Kind kind) {
        JsonNode axis = option("axis");
        boolean whole = kind == Kind.DICE || kind == Kind.TVERSKY;
        boolean usual = axis.isMissingNode() || axis.isNull() || !whole && axis.asInt(0) == -1;
        if (!usual) {
            throw new Keras4jException("keras4j trains only with losses over " + (whole ? "all axes" : "the last axis")
                    + ". Received: axis=" + axis);
        }
    }

    private void refuseTheRest(String name) {
        for (Map.Entry<String, JsonNode> option : config.properties()) {
            if (!known.contains(option.getKey()) && !option.getValue().isNull()) {
                throw new Keras4jException("keras4j does not train with this option of the loss " + name
                        + ". Received: " + option.getKey() + "=" + option.getValue());
            }
        }
    }
}
