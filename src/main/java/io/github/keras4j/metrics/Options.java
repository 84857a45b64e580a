package io.github.keras4j.metrics;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.training.MetricConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A metric's stored options; every one is asked for, or refuses the metric. */
final class Options {
    private final MetricConfig metric;
    private final Set<String> asked = new HashSet<>(Set.of("name", "fn"));

    Options(MetricConfig metric) {
        this.metric = metric;
    }

    private Optional<JsonNode> find(String name) {
        asked.add(name);
        JsonNode value = metric.options().path(name);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    double number(String name, double otherwise) {
        return find(name).map(value -> value.asDouble(otherwise)).orElse(otherwise);
    }

    int whole(String name, int otherwise) {
        return find(name).map(value -> value.asInt(otherwise)).orElse(otherwise);
    }

    boolean flag(String name, boolean otherwise) {
        return find(name).map(value -> value.asBoolean(otherwise)).orElse(otherwise);
    }

    String text(String name, String otherwise) {
        return find(name).map(value -> value.asString(otherwise)).orElse(otherwise);
    }

    /** One number, a list of them, or a stored array of them; empty where there is none. */
    List<Double> numbers(String name) {
        List<Double> numbers = new ArrayList<>();
        find(name).ifPresent(value -> {
            JsonNode list = value.isObject() ? value.path("config").path("value") : value;
            if (list.isArray()) {
                list.forEach(item -> numbers.add(item.asDouble()));
            } else {
                numbers.add(list.asDouble());
            }
        });
        return numbers;
    }

    boolean has(String name) {
        return find(name).isPresent();
    }

    Keras4jException refuse(String why) {
        return new Keras4jException("The metric '" + metric.label() + "' " + why + ". Received: " + metric);
    }

    /** @throws Keras4jException when an option was stored that nobody asked for */
    void finish() {
        asked.add("dtype");
        for (Map.Entry<String, JsonNode> option : metric.options().properties()) {
            if (!asked.contains(option.getKey()) && !option.getValue().isNull()) {
                throw refuse("has an option that keras4j does not know: " + option.getKey());
            }
        }
    }
}
