package io.github.keras4j.cli;

import io.github.keras4j.data.SampleFiles;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.fit.DataSet;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** --x, --y, --sample-weight. */
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

    /** The files that are read. */
    List<Path> files() {
        return Stream.of(x, y, sampleWeight.stream().toList())
                .flatMap(List::stream)
                .map(reference -> SampleFiles.file(bare(reference)))
                .toList();
    }

    DataSet read(KerasModel model) {
        return read(model, x, y, sampleWeight);
    }

    /** @param x references, each with the name of its input where there are several */
    static DataSet read(KerasModel model, List<String> x, List<String> y, Optional<String> sampleWeight) {
        SampleFiles files = new SampleFiles();
        Stream.of(x, y, sampleWeight.stream().toList())
                .flatMap(List::stream)
                .forEach(reference -> files.take(bare(reference)));
        return new DataSet(
                arrays(files, "--x", x, model.network().inputNames()),
                arrays(files, "--y", y, model.network().outputNames()),
                sampleWeight.map(files::read));
    }

    private static List<Tensor> arrays(SampleFiles files, String option, List<String> given, List<String> names) {
        if (given.size() == 1 && names.size() == 1) {
            return List.of(files.read(bare(given.get(0))));
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
}
