package io.github.keras4j.cli;

import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.Recipe;
import io.github.keras4j.data.RecipeSamples;
import io.github.keras4j.data.SampleFiles;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.fit.DataSet;
import io.github.keras4j.metrics.Metrics;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.training.CompileArguments;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.Loss;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** --x, --y, --sample-weight; and in {@link CompileOptions} what another compilation takes. */
final class SampleArguments {
    @Option(
            names = "--x",
            paramLabel = "[INPUT=]FILE[#PART]",
            required = true,
            description =
                    "Inputs: .npy, .npz#key, .csv#column,column or .jsonl#field; a CSV without columns gives all that"
                            + " --y and --sample-weight do not name. Several inputs: once each, by name.")
    private List<String> x = List.of();

    @Option(
            names = "--y",
            paramLabel = "[OUTPUT=]FILE[#PART]",
            required = true,
            description = "Targets, in the same forms. Several outputs: once each, by name.")
    private List<String> y = List.of();

    @Option(names = "--sample-weight", paramLabel = "FILE[#PART]", description = "What each sample counts in the loss.")
    private Optional<String> sampleWeight = Optional.empty();

    @Option(
            names = "--recipe",
            paramLabel = "FILE.json",
            description =
                    "How texts of a .jsonl become inputs, and letters targets; default: the fixture's, if MODEL is one.")
    private Optional<Path> recipe = Optional.empty();

    /** The files that are read. */
    List<Path> files() {
        return Stream.concat(
                        Stream.of(x, y, sampleWeight.stream().toList())
                                .flatMap(List::stream)
                                .map(reference -> SampleFiles.file(bare(reference))),
                        recipe.stream())
                .toList();
    }

    DataSet read(KerasModel model, ModelSource source) {
        return read(model, source, x, y, sampleWeight);
    }

    /** @param x references, each with the name of its input where there are several */
    DataSet read(KerasModel model, ModelSource source, List<String> x, List<String> y, Optional<String> sampleWeight) {
        SampleFiles files = new SampleFiles();
        Stream.of(x, y, sampleWeight.stream().toList())
                .flatMap(List::stream)
                .forEach(reference -> files.take(bare(reference)));
        List<Tensor> inputs = arrays(files, "--x", x, model.network().inputNames());
        List<Tensor> targets = arrays(files, "--y", y, model.network().outputNames());
        Optional<RecipeSamples> texts = recipe.or(() -> source.fixture().flatMap(Fixture::recipe))
                .map(Recipe::read)
                .map(RecipeSamples::new);
        if (texts.isPresent()) {
            List<Loss> losses = Compiled.of(model).losses();
            inputs = inputs.stream().map(texts.get()::inputs).toList();
            List<Tensor> encoded = new ArrayList<>();
            for (int i = 0; i < targets.size(); i++) {
                encoded.add(texts.get().targets(targets.get(i), losses.get(i).isSparse()));
            }
            targets = encoded;
        }
        return new DataSet(inputs, targets, sampleWeight.map(files::read));
    }

    private static List<Tensor> arrays(SampleFiles files, String option, List<String> given, List<String> names) {
        if (given.size() == 1 && names.size() == 1 && bare(given.get(0)).equals(given.get(0))) {
            return List.of(files.read(given.get(0)));
        }
        Map<String, String> byName = new LinkedHashMap<>();
        for (String reference : given) {
            int equals = reference.indexOf('=');
            byName.put(equals < 0 ? "" : reference.substring(0, equals), bare(reference));
        }
        if (byName.size() != given.size() || !byName.keySet().equals(new java.util.HashSet<>(names))) {
            throw new InputException(
                    option + " is given once for each of " + names + ", as NAME=FILE. Received: " + given);
        }
        List<Tensor> arrays = new ArrayList<>();
        for (String name : names) {
            arrays.add(files.read(byName.getOrDefault(name, "")));
        }
        return arrays;
    }

    /** Without the name before {@code =}. */
    static String bare(String reference) {
        int equals = reference.indexOf('=');
        return equals < 0 || Path.of(reference).toFile().exists() ? reference : reference.substring(equals + 1);
    }

    /** --loss, --optimizer, --metrics and so on: what Keras's compile takes, in its words. */
    static final class CompileOptions {
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
            given.forEach(each -> lists.computeIfAbsent(output(each), name -> new ArrayList<>())
                    .addAll(split(bare(each))));
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
            return parts.stream()
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .toList();
        }
    }
}
