package io.github.keras4j.model.training;

import io.github.keras4j.errors.Keras4jException;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * A loss function.
 *
 * @param kind the formula
 * @param fromLogits whether the model gives logits, as the loss's own option says
 * @param weight what the output's loss counts in the model's
 */
public record Loss(Kind kind, boolean fromLogits, double weight) {
    /** {@return its name in Keras, with what else was set} */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT)
                + (fromLogits ? ", from_logits=True" : "")
                + (weight == 1 ? "" : ", loss_weights=" + weight);
    }

    /** The formulas; each a mean over the batch (and the steps). */
    public enum Kind {
        /** -sum(y log p), y one-hot. */
        CATEGORICAL_CROSSENTROPY,
        /** -log p of the class whose index y is. */
        SPARSE_CATEGORICAL_CROSSENTROPY,
        /** -(y log p + (1 - y) log(1 - p)), a mean over the last axis. */
        BINARY_CROSSENTROPY,
        /** (y - p)^2, a mean over the last axis. */
        MEAN_SQUARED_ERROR,
        /** |y - p|, a mean over the last axis. */
        MEAN_ABSOLUTE_ERROR
    }

    static Loss read(JsonNode node, double weight) {
        String name =
                node.isString() ? node.asString() : node.path("class_name").asString("");
        JsonNode config = node.path("config");
        if (name.equals("LossFunctionWrapper") || name.equals("function")) {
            name = config.isString() ? config.asString() : config.path("fn").asString("");
        }
        if (config.path("label_smoothing").asDouble(0) != 0) {
            throw new Keras4jException("keras4j does not train with label smoothing. Received: label_smoothing="
                    + config.path("label_smoothing"));
        }
        boolean overLastAxis = config.path("axis").asInt(-1) == -1;
        if (config.hasNonNull("ignore_class") || !overLastAxis) {
            throw new Keras4jException(
                    "keras4j trains only with losses over the last axis that count every class. Received: " + "axis="
                            + config.path("axis") + ", ignore_class=" + config.path("ignore_class"));
        }
        String reduction = config.path("reduction").asString("auto");
        if (!reduction.equals("auto") && !reduction.equals("sum_over_batch_size")) {
            throw new Keras4jException("keras4j trains only with losses that are a mean over the batch. Received: "
                    + "reduction=" + reduction);
        }
        return new Loss(kind(name), config.path("from_logits").asBoolean(false), weight);
    }

    private static Kind kind(String name) {
        return switch (name.toLowerCase(Locale.ROOT).replace("_", "")) {
            case "categoricalcrossentropy" -> Kind.CATEGORICAL_CROSSENTROPY;
            case "sparsecategoricalcrossentropy" -> Kind.SPARSE_CATEGORICAL_CROSSENTROPY;
            case "binarycrossentropy" -> Kind.BINARY_CROSSENTROPY;
            case "meansquarederror", "mse" -> Kind.MEAN_SQUARED_ERROR;
            case "meanabsoluteerror", "mae" -> Kind.MEAN_ABSOLUTE_ERROR;
            default ->
                throw new Keras4jException("The loss is not one that keras4j trains with. Received: loss=" + name
                        + "; known are categorical_crossentropy, sparse_categorical_crossentropy,"
                        + " binary_crossentropy, mean_squared_error and mean_absolute_error");
        };
    }
}
