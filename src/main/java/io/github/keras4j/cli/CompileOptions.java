package io.github.keras4j.cli;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.metrics.Metrics;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.training.CompileArguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** --loss, --optimizer, --metrics and so on: what Keras's compile takes, in its words. */
final class CompileOptions {
    @Option(
            names = "--optimizer",
            paramLabel = "OPTIMIZER",
            description = "Compile with another optimizer: adam, or \"adam(learning_rate=0.01)\".")
    private Optional<String> optimizer = Optional.empty();

    @Option(
            names = "--loss",
            paramLabel = "[OUTPUT=]LOSS",
            description =
                    "Compile with another loss: mse, or \"Huber(delta=0.5)\"; several outputs: once each, by name.")
    private List<String> losses = List.of();

    @Option(
            names = "--metrics",
            paramLabel = "[OUTPUT=]METRIC,...",
            description = "Compile with other metrics: \"accuracy,AUC(curve=PR)\".")
    private List<String> metrics = List.of();

    @Option(
            names = "--weighted-metrics",
            paramLabel = "[OUTPUT=]METRIC,...",
            description = "Metrics in which --sample-weight and --class-weight count.")
    private List<String> weightedMetrics = List.of();

    @Option(
            names = "--loss-weight",
            paramLabel = "OUTPUT=WEIGHT",
            description = "What an output's loss counts in the model's.")
    private Map<String, Double> lossWeights = new LinkedHashMap<>();

    /** The model, compiled as the options say. */
    KerasModel compile(KerasModel model, CommandSpec spec) {
        Map<String, String> byOutput = new LinkedHashMap<>();
        losses.forEach(loss -> byOutput.put(output(loss), bare(loss)));
        CompileArguments arguments =
                new CompileArguments(optimizer, byOutput, lists(metrics), lists(weightedMetrics), lossWeights);
        try {
            KerasModel compiled = arguments.compile(model);
            if (!metrics.isEmpty() || !weightedMetrics.isEmpty()) {
                Metrics.of(compiled);
            }
            return compiled;
        } catch (Keras4jException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static Map<String, List<String>> lists(List<String> given) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        given.forEach(each ->
                lists.computeIfAbsent(output(each), name -> new ArrayList<>()).addAll(split(bare(each))));
        return lists;
    }

    /** The name before the first {@code =} that stands outside of brackets; empty where there is none. */
    private static String output(String text) {
        int equals = text.indexOf('=');
        int bracket = text.indexOf('(');
        return equals < 0 || bracket >= 0 && bracket < equals ? "" : text.substring(0, equals);
    }

    private static String bare(String text) {
        String output = output(text);
        return output.isEmpty() ? text : text.substring(output.length() + 1);
    }

    /** At the commas outside of brackets. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts.stream().map(String::strip).filter(part -> !part.isEmpty()).toList();
    }
}
