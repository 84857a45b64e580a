package io.github.keras4j.model.training;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.TrainingConfiguration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Keras's {@code model.compile} takes, in Keras's words: {@code adam(learning_rate=0.01)}, {@code Huber(delta=0.5)},
 * {@code accuracy}. What is left empty stays as the model was compiled before.
 *
 * @param optimizer its name or class, with arguments where they are not Keras's defaults
 * @param losses one for all outputs under the name {@code ""}, or one for each by the output's name
 * @param metrics for all outputs under the name {@code ""}, or by the output's name
 * @param weightedMetrics the same for metrics in which sample weights count
 * @param lossWeights what an output's loss counts, by the output's name
 */
public record CompileArguments(
        Optional<String> optimizer,
        Map<String, String> losses,
        Map<String, List<String>> metrics,
        Map<String, List<String>> weightedMetrics,
        Map<String, Double> lossWeights) {
    /** Everything stays as it is. */
    public static final CompileArguments NONE =
            new CompileArguments(Optional.empty(), Map.of(), Map.of(), Map.of(), Map.of());

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The collections are copied. */
    public CompileArguments {
        losses = Map.copyOf(losses);
        metrics = Map.copyOf(metrics);
        weightedMetrics = Map.copyOf(weightedMetrics);
        lossWeights = Map.copyOf(lossWeights);
    }

    /** The same with this optimizer. */
    public CompileArguments withOptimizer(String changed) {
        return new CompileArguments(Optional.of(changed), losses, metrics, weightedMetrics, lossWeights);
    }

    /** The same with this loss for every output. */
    public CompileArguments withLoss(String changed) {
        return new CompileArguments(optimizer, Map.of("", changed), metrics, weightedMetrics, lossWeights);
    }

    /** The same with these metrics for every output. */
    public CompileArguments withMetrics(String... changed) {
        return new CompileArguments(optimizer, losses, Map.of("", List.of(changed)), weightedMetrics, lossWeights);
    }

    /**
     * A model compiled so. Another optimizer starts anew; else its state stays.
     *
     * @throws Keras4jException when a name or an argument is not Keras's, or not one that keras4j trains with, and when the
     *     model has neither these nor a loss and an optimizer of its own
     */
    public KerasModel compile(KerasModel model) {
        if (equals(NONE)) {
            return model;
        }
        Generation generation = model.provenance().generation();
        List<String> outputs = model.network().outputNames();
        ObjectNode config = model.training()
                .map(training -> (ObjectNode) training.config().deepCopy())
                .orElseGet(NODES::objectNode);
        optimizer.ifPresent(given -> {
            config.remove("optimizer_config");
            config.set("optimizer", OptimizerDefaults.complete(KerasCall.parse(given), generation));
        });
        if (!losses.isEmpty()) {
            Map<String, JsonNode> parsed = new LinkedHashMap<>();
            losses.forEach((output, loss) -> parsed.put(output, KerasCall.parse(loss)));
            config.set("loss", byOutput("loss", parsed, outputs));
        }
        metrics("metrics", metrics, outputs, config);
        metrics("weighted_metrics", weightedMetrics, outputs, config);
        if (!lossWeights.isEmpty()) {
            Map<String, JsonNode> weights = new LinkedHashMap<>();
            lossWeights.forEach((output, weight) -> weights.put(output, NODES.numberNode(weight)));
            config.set("loss_weights", byOutput("loss_weights", weights, outputs));
        }
        for (String option : List.of("metrics", "weighted_metrics", "loss_weights")) {
            if (!config.has(option)) {
                config.putNull(option);
            }
        }
        Map<String, io.github.keras4j.tensor.Tensor> state = optimizer.isPresent()
                ? Map.of()
                : model.training().map(TrainingConfiguration::optimizerWeights).orElse(Map.of());
        KerasModel compiled = new KerasModel(
                model.provenance(),
                model.network(),
                model.weights(),
                Optional.of(new TrainingConfiguration(config, state)));
        Compiled.of(compiled); // a loss or an option that is not known is refused here, not later
        return compiled;
    }

    private static void metrics(
            String option, Map<String, List<String>> given, List<String> outputs, ObjectNode config) {
        if (given.isEmpty()) {
            return;
        }
        Map<String, JsonNode> parsed = new LinkedHashMap<>();
        given.forEach((output, names) -> {
            ArrayNode list = NODES.arrayNode();
            names.forEach(name -> list.add(named(KerasCall.parse(name))));
            parsed.put(output, list);
        });
        config.set(option, byOutput(option, parsed, outputs));
    }

    /** Keras names a metric that has no name by its class, in snake case. */
    private static JsonNode named(JsonNode metric) {
        if (metric.isObject() && !metric.path("config").has("name")) {
            String name = metric.path("class_name")
                    .asString("")
                    .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                    .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                    .toLowerCase(java.util.Locale.ROOT);
            ((ObjectNode) metric.path("config")).put("name", name);
        }
        return metric;
    }

    private static JsonNode byOutput(String option, Map<String, JsonNode> given, List<String> outputs) {
        JsonNode forAll = given.get("");
        if (forAll != null && given.size() == 1) {
            return forAll;
        }
        List<String> unknown = new ArrayList<>(given.keySet());
        unknown.removeAll(outputs);
        if (!unknown.isEmpty()) {
            throw new Keras4jException(option + " is given for all outputs, or for each by its name. Received: "
                    + given.keySet() + "; the outputs are " + outputs);
        }
        ObjectNode object = NODES.objectNode();
        outputs.forEach(output -> Optional.ofNullable(given.get(output)).ifPresent(each -> object.set(output, each)));
        return outputs.size() == 1 ? object.path(outputs.get(0)) : object;
    }
}
