package io.github.keras4j.model.training;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What {@code model.compile} was given.
 *
 * @param rules what its Keras does beyond what is stored
 * @param optimizer with every number resolved
 * @param losses one per output
 * @param metricRules how its Keras computes metrics
 * @param metrics one list per output, by the names that the logs have
 */
public record Compiled(
        TrainingRules rules,
        Optimizer optimizer,
        List<Loss> losses,
        MetricRules metricRules,
        List<List<MetricConfig>> metrics) {
    /** The lists are copied. */
    public Compiled {
        losses = List.copyOf(losses);
        metrics = List.copyOf(metrics);
    }

    /** The same with another optimizer: what a test injects. */
    public Compiled withOptimizer(Optimizer other) {
        return new Compiled(rules, other, losses, metricRules, metrics);
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
                        + "'; give both to fit (--loss, --optimizer), or compile it in Python before saving"))
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
        MetricRules metricRules = MetricRules.of(model.provenance());
        List<String> outputs = model.network().outputNames();
        return new Compiled(
                TrainingRules.of(model.provenance()),
                OptimizerReader.read(generation, optimizer),
                losses(config, outputs, LossForm.of(model.provenance())),
                metricRules,
                MetricReader.read(config, metricRules, outputs));
    }

    private static List<Loss> losses(JsonNode config, List<String> outputs, LossForm form) {
        JsonNode loss = config.path("loss");
        boolean one = loss.isString() || loss.has("class_name");
        List<Loss> losses = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            JsonNode node = one ? loss : loss.isArray() ? loss.path(i) : loss.path(outputs.get(i));
            losses.add(LossReader.read(node, weight(config.path("loss_weights"), i, outputs.get(i)), form));
        }
        return losses;
    }

    private static double weight(JsonNode weights, int index, String output) {
        if (weights.isNumber()) {
            return weights.asDouble();
        }
        JsonNode weight = weights.isArray() ? weights.path(index) : weights.path(output);
        return weight.isNumber() ? weight.asDouble() : 1;
    }
}
