package io.github.keras4j.model.training;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What {@code model.compile} was given.
 *
 * @param rules what its Keras does beyond what is stored
 * @param optimizer with every number resolved
 * @param losses one per output
 * @param accuracy the accuracy metric's name where there is one: {@code acc} until Keras 2.2, {@code accuracy} later
 */
public record Compiled(TrainingRules rules, Optimizer optimizer, List<Loss> losses, Optional<String> accuracy) {
    /** The losses are copied. */
    public Compiled {
        losses = List.copyOf(losses);
    }

    /**
     * Reads the model's training configuration.
     *
     * @throws Keras4jException when the model was not saved compiled, or with a loss or an optimizer that keras4j does
     *     not train with
     */
    public static Compiled of(KerasModel model) {
        JsonNode config = model.training()
                .orElseThrow(() -> new Keras4jException("The model was not saved compiled: its file has no loss and no"
                        + " optimizer. Received: model '" + model.name()
                        + "'; compile it in Python before saving"))
                .config();
        Generation generation = model.provenance().generation();
        JsonNode optimizer =
                config.has("optimizer_config") ? config.path("optimizer_config") : config.path("optimizer");
        if (optimizer.isMissingNode()
                || optimizer.isNull()
                || config.path("loss").isNull()) {
            throw new Keras4jException(
                    "The training configuration lacks a loss or an optimizer. Received: " + config.propertyNames());
        }
        return new Compiled(
                TrainingRules.of(model.provenance()),
                OptimizerReader.read(generation, optimizer),
                losses(config, model.network().outputNames()),
                accuracy(config, generation));
    }

    private static List<Loss> losses(JsonNode config, List<String> outputs) {
        JsonNode loss = config.path("loss");
        boolean one = loss.isString() || loss.has("class_name");
        List<Loss> losses = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            JsonNode node = one ? loss : loss.isArray() ? loss.path(i) : loss.path(outputs.get(i));
            losses.add(Loss.read(node, weight(config.path("loss_weights"), i, outputs.get(i))));
        }
        return losses;
    }

    private static double weight(JsonNode weights, int index, String output) {
        JsonNode weight = weights.isArray() ? weights.path(index) : weights.path(output);
        return weight.isNumber() ? weight.asDouble() : 1;
    }

    private static Optional<String> accuracy(JsonNode config, Generation generation) {
        String metrics = config.path("metrics").toString();
        if (!metrics.contains("accuracy") && !metrics.contains("\"acc\"")) {
            return Optional.empty();
        }
        return Optional.of(
                switch (generation) {
                    case KERAS_1, KERAS_2 -> "acc";
                    case KERAS_2_3, TF_KERAS, KERAS_3 -> "accuracy";
                });
    }
}
