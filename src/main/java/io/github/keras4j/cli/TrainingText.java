package io.github.keras4j.cli;

import io.github.keras4j.model.TrainingConfiguration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A training configuration in one line. */
final class TrainingText {
    private TrainingText() {}

    static String of(TrainingConfiguration training) {
        JsonNode config = training.config();
        JsonNode optimizer = config.path("optimizer_config");
        List<String> parts = new ArrayList<>();
        add(parts, "loss ", config.path("loss"));
        if (optimizer.has("class_name")) {
            List<String> options = new ArrayList<>();
            optimizer.path("config").properties().forEach(option -> {
                if (option.getValue().isValueNode()
                        && !option.getValue().isNull()
                        && !option.getKey().equals("name")) {
                    options.add(option.getKey() + "=" + option.getValue().asString());
                }
            });
            parts.add("optimizer " + optimizer.get("class_name").asString() + "(" + String.join(", ", options) + ")");
        }
        add(parts, "metrics ", config.path("metrics"));
        int stored = training.optimizerWeights().size();
        parts.add(stored == 0 ? "no optimizer state" : stored + " arrays of optimizer state");
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, String name, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull() && !(value.isContainer() && value.isEmpty())) {
            parts.add(name + (value.isString() ? value.stringValue() : value.toString()));
        }
    }
}
