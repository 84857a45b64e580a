package io.github.keras4j.model.training;

import io.github.keras4j.errors.Keras4jException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads {@code metrics} and {@code weighted_metrics} of a training configuration, and names them as Keras's logs do. */
final class MetricReader {
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("mse", "mean_squared_error"),
            Map.entry("mae", "mean_absolute_error"),
            Map.entry("mape", "mean_absolute_percentage_error"),
            Map.entry("msle", "mean_squared_logarithmic_error"),
            Map.entry("kld", "kullback_leibler_divergence"),
            Map.entry("cosine", "cosine_proximity"),
            Map.entry("fscore", "fmeasure"),
            Map.entry("f1score", "fmeasure"),
            Map.entry("acc", "acc"),
            Map.entry("accuracy", "acc"),
            Map.entry("ce", "ce"),
            Map.entry("crossentropy", "ce"));

    private final MetricRules rules;
    private final List<String> outputs;
    /** Whether tf.keras gives stored metrics the names that they have in the file ({@code from_serialized}). */
    private final boolean namedInFile;

    private MetricReader(MetricRules rules, List<String> outputs, boolean namedInFile) {
        this.rules = rules;
        this.outputs = outputs;
        this.namedInFile = namedInFile;
    }

    /** One list per output; in each, the plain metrics before the weighted ones. */
    static List<List<MetricConfig>> read(JsonNode config, MetricRules rules, List<String> outputs) {
        boolean h5 = config.has("optimizer_config");
        MetricReader reader = new MetricReader(rules, outputs, h5 && !rules.repeatsAreNumbered());
        List<List<MetricConfig>> plain = reader.perOutput(config.path("metrics"), false);
        List<List<MetricConfig>> weighted = reader.perOutput(config.path("weighted_metrics"), true);
        return reader.named(plain, weighted);
    }

    private List<List<MetricConfig>> perOutput(JsonNode node, boolean weighted) {
        List<List<MetricConfig>> all = new ArrayList<>();
        boolean byOutput = outputs.size() > 1 && isPerOutput(node);
        for (int i = 0; i < outputs.size(); i++) {
            List<MetricConfig> found = new ArrayList<>();
            JsonNode own = node;
            if (isByName(node)) {
                own = node.path(outputs.get(i));
            } else if (byOutput) {
                own = node.path(i);
            }
            collect(own, weighted, found);
            all.add(found);
        }
        return all;
    }

    /** {@code {"out": [...]}}; but {@code {"class_name": ..., "config": ...}} is one metric. */
    private static boolean isByName(JsonNode node) {
        return node.isObject() && !node.has("class_name");
    }

    /** A list with a list (or nothing) for each output; Keras 3 also takes a list of one metric for each. */
    private boolean isPerOutput(JsonNode node) {
        if (!node.isArray() || node.size() != outputs.size()) {
            return false;
        }
        boolean nested = rules.repeatsAreNumbered();
        for (JsonNode item : node) {
            nested |= item.isArray() || item.isNull();
        }
        return nested;
    }

    private void collect(JsonNode node, boolean weighted, List<MetricConfig> found) {
        if (node.isMissingNode() || node.isNull()) {
            return;
        }
        if (node.isArray()) {
            node.forEach(item -> collect(item, weighted, found));
        } else {
            found.add(metric(node, weighted));
        }
    }

    private MetricConfig metric(JsonNode node, boolean weighted) {
        JsonNode none = JsonNodeFactory.instance.objectNode();
        if (node.isString()) {
            String name = node.asString();
            return new MetricConfig(name, false, label(name), none, weighted);
        }
        String className = node.path("class_name").asString("");
        JsonNode config = node.path("config");
        if (config.isString()) { // {"class_name": "function", "config": "mean_squared_error"}
            return new MetricConfig(config.asString(), false, label(config.asString()), none, weighted);
        }
        if (className.isEmpty() || !config.isObject()) {
            throw new Keras4jException("A metric is a name, or a class_name with a config. Received: " + node);
        }
        String label = config.path("name").asString(className);
        JsonNode function = config.path("fn");
        if (className.endsWith("MeanMetricWrapper") && !function.isMissingNode()) {
            String name = function.isString()
                    ? function.asString()
                    : function.path("config").isString()
                            ? function.path("config").asString()
                            : "";
            return new MetricConfig(name.isEmpty() ? function.toString() : name, true, label, config, weighted);
        }
        return new MetricConfig(className, true, label, config, weighted);
    }

    /** What a metric that was given as a string is called. */
    private String label(String name) {
        if (rules.namesAsGiven()) {
            return name;
        }
        return ALIASES.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), name);
    }

    private List<List<MetricConfig>> named(List<List<MetricConfig>> plain, List<List<MetricConfig>> weighted) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        List<List<MetricConfig>> result = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            String output = outputs.get(i);
            List<MetricConfig> own = new ArrayList<>();
            for (MetricConfig metric : plain.get(i)) {
                String name = prefixed(output, metric, metric.label());
                own.add(labelled(metric, rules.repeatsAreNumbered() ? numbered(name, counts) : name));
                taken.add(name);
            }
            result.add(own);
        }
        for (int i = 0; i < outputs.size(); i++) {
            for (MetricConfig metric : weighted.get(i)) {
                String name = prefixed(outputs.get(i), metric, metric.label());
                boolean again = counts.containsKey(name) || taken.contains(name);
                if (again && !(namedInFile && metric.isClass())) {
                    name = prefixed(outputs.get(i), metric, "weighted_" + metric.label());
                }
                result.get(i).add(labelled(metric, rules.repeatsAreNumbered() ? numbered(name, counts) : name));
                taken.add(name);
            }
        }
        return rules.namesAsGiven() ? result : told(result);
    }

    /** Keras 1 and 2 number all metrics of one name, from 1 (keras/engine/training.py 1.2.2). */
    private static List<List<MetricConfig>> told(List<List<MetricConfig>> named) {
        Map<String, Long> all = named.stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(MetricConfig::label, Collectors.counting()));
        Map<String, Integer> seen = new LinkedHashMap<>();
        return named.stream()
                .map(own -> own.stream()
                        .map(metric -> {
                            String label = metric.label();
                            boolean alone = all.getOrDefault(label, 1L) == 1;
                            return alone ? metric : labelled(metric, label + "_" + seen.merge(label, 1, Integer::sum));
                        })
                        .toList())
                .toList();
    }

    private String prefixed(String output, MetricConfig metric, String label) {
        boolean alone = outputs.size() == 1 || namedInFile && metric.isClass();
        return alone ? label : output + "_" + label;
    }

    /** keras/src/trainers/compile_utils.py, {@code CompileMetrics.result}. */
    private static String numbered(String name, Map<String, Integer> counts) {
        int before = counts.merge(name, 1, Integer::sum) - 1;
        return before == 0 ? name : name + "_" + before;
    }

    private static MetricConfig labelled(MetricConfig metric, String label) {
        return new MetricConfig(metric.name(), metric.isClass(), label, metric.options(), metric.weighted());
    }
}
