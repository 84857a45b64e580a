package io.github.keras4j.cli;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.Support;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.TrainingConfiguration;
import io.github.keras4j.model.shapes.Summary;
import io.github.keras4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code inspect} tells of a model.
 *
 * @param optimizerParams numbers that the optimizer keeps; Keras 3's summary counts them among the total
 * @param support by engine name
 */
record Inspection(KerasModel model, Summary summary, long optimizerParams, Map<String, Support> support) {
    static Inspection of(KerasModel model) {
        Map<String, Support> support = new LinkedHashMap<>();
        for (Engine engine : EngineChoice.all()) {
            support.put(engine.name(), engine.supports(model));
        }
        support.computeIfPresent(
                "dl4j",
                (name, says) -> says.isYes()
                                && !support.getOrDefault("purejava", Support.YES)
                                        .isYes()
                        ? tried(model)
                        : says);
        long optimizer = model.provenance().generation() == Generation.KERAS_3
                ? model.training().map(Inspection::optimizerSize).orElse(0L)
                : 0;
        return new Inspection(model, Summary.of(model), optimizer, support);
    }

    /** What runs on {@code dl4j} alone is tried when it is loaded, since there is nobody to ask beside it. */
    private static Support tried(KerasModel model) {
        try (KerasPort port = Keras4j.open(model, LoadOptions.DEFAULT.withEngine(EngineChoice.DL4J))) {
            return Support.YES;
        } catch (UnsupportedLayerException e) {
            return Support.no(String.valueOf(e.getMessage()));
        }
    }

    private static long optimizerSize(TrainingConfiguration training) {
        return training.optimizerWeights().values().stream()
                .mapToLong(Tensor::size)
                .sum();
    }

    /** Keras's table, then provenance, training and engines; the last line ends with a newline. */
    String toText() {
        StringBuilder text = new StringBuilder();
        String kind = model.network().kind() == Network.Kind.SEQUENTIAL ? "Sequential" : "Functional";
        text.append("Model: \"")
                .append(model.name())
                .append("\" (")
                .append(kind)
                .append(")\n");
        text.append(SummaryTable.of(summary));
        text.append(String.format(Locale.ROOT, "Total params: %,d\n", summary.totalParams() + optimizerParams));
        text.append(String.format(Locale.ROOT, "Trainable params: %,d\n", summary.trainableParams()));
        text.append(String.format(Locale.ROOT, "Non-trainable params: %,d\n", summary.nonTrainableParams()));
        if (optimizerParams > 0) {
            text.append(String.format(Locale.ROOT, "Optimizer params: %,d\n", optimizerParams));
        }
        text.append("\nSaved by: ").append(savedBy()).append('\n');
        text.append("Training: ")
                .append(model.training().map(TrainingText::of).orElse("not saved with the model"))
                .append('\n');
        text.append("Engines:\n");
        support.forEach((engine, says) -> {
            boolean slow = engine.equals("purejava") && !PureJavaEngine.isFast();
            String yes = slow ? "yes, with " + PureJavaEngine.explainKernels() : "yes";
            text.append(String.format(Locale.ROOT, "  %-9s %s\n", engine, says.isYes() ? yes : "no"));
            says.refusals()
                    .forEach(refusal ->
                            text.append("            ").append(refusal).append('\n'));
        });
        return text.toString();
    }

    private String savedBy() {
        String version = model.provenance().kerasVersion();
        String backend = model.provenance().backend();
        return "Keras " + (version.isEmpty() ? "(version not stored)" : version) + ", read as "
                + model.provenance().generation() + ", backend " + (backend.isEmpty() ? "not stored" : backend) + ", "
                + model.provenance().format();
    }

    /** The same as one JSON object. */
    String toJson() {
        ObjectMapper mapper = JsonMapper.builder().build();
        ObjectNode root = mapper.createObjectNode();
        root.put("name", model.name());
        root.put("kind", model.network().kind() == Network.Kind.SEQUENTIAL ? "Sequential" : "Functional");
        ArrayNode layers = root.putArray("layers");
        for (Summary.Row row : summary.rows()) {
            ObjectNode layer = layers.addObject();
            layer.put("name", row.name());
            layer.put("class_name", row.className());
            layer.put("output_shape", row.outputShape());
            layer.put("params", row.params());
            ArrayNode connected = layer.putArray("connected_to");
            row.connectedTo().forEach(connected::add);
        }
        root.put("total_params", summary.totalParams() + optimizerParams);
        root.put("trainable_params", summary.trainableParams());
        root.put("non_trainable_params", summary.nonTrainableParams());
        root.put("optimizer_params", optimizerParams);
        ObjectNode provenance = root.putObject("saved_by");
        provenance.put("keras", model.provenance().kerasVersion());
        provenance.put("generation", model.provenance().generation().name());
        provenance.put("backend", model.provenance().backend());
        provenance.put("format", model.provenance().format());
        model.training()
                .ifPresentOrElse(training -> root.set("training", training.config()), () -> root.putNull("training"));
        ObjectNode engines = root.putObject("engines");
        support.forEach((name, says) -> {
            ObjectNode engine = engines.putObject(name);
            engine.put("supported", says.isYes());
            if (name.equals("purejava")) {
                engine.put("kernels", PureJavaEngine.explainKernels());
            }
            ArrayNode refusals = engine.putArray("refusals");
            says.refusals().forEach(refusal -> {
                ObjectNode node = refusals.addObject();
                node.put("layer", refusal.layer());
                node.put("class_name", refusal.className());
                node.put("reason", refusal.reason());
            });
        });
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }
}
