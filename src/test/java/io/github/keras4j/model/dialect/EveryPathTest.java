package io.github.keras4j.model.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.archive.KerasArchives;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.dl4j.Dl4jEngine;
import io.github.keras4j.engine.dl4j.Dl4jTrainer;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.engine.purejava.train.PureJavaTrainer;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.export.ModelExport;
import io.github.keras4j.export.Target;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.dialect.layers.Ignored;
import io.github.keras4j.tensor.DType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What {@link EveryPlaceTest} holds of purejava holds of whatever else is done with a model. */
class EveryPathTest {
    private static final Path TRAINING = Path.of(System.getProperty("keras4j.fixtures", "fixtures"), "training");

    @TempDir
    private Path folder;

    private int refusedByReader;
    private final Map<String, Integer> refused = new TreeMap<>();
    /** For each way, the first change that it took. */
    private final Map<String, String> taken = new TreeMap<>();

    @Test
    void whatever_is_not_understood_is_neither_answered_nor_converted_nor_trained() {
        List<KerasArchive> sample = sample();
        for (KerasArchive archive : sample) {
            KerasModel model = CanonicalModels.read(archive);
            Map<String, Predicate<KerasModel>> ways = ways();
            ways.values().removeIf(takes -> !takes.test(model));
            Places.of(archive.config(), change -> {
                if (change.wrong() && !Ignored.isAnything(change.path())) {
                    check(archive, change, ways);
                }
            });
        }

        System.out.println(sample.size() + " models, " + refusedByReader
                + " changes refused by the reader; by each way: " + refused);
        assertThat(taken).isEmpty();
        assertThat(refused).hasSize(5);
        assertThat(refused.values()).allMatch(count -> count > 200);
    }

    private Map<String, Predicate<KerasModel>> ways() {
        PureJavaTrainer purejava = new PureJavaTrainer();
        Dl4jTrainer dl4j = new Dl4jTrainer();
        Map<String, Predicate<KerasModel>> ways = new LinkedHashMap<>();
        ways.put("purejava", model -> new PureJavaEngine().supports(model).isYes());
        ways.put("dl4j", model -> new Dl4jEngine().supports(model).isYes());
        ways.put("train", model -> purejava.supports(model, DType.FLOAT32).isYes());
        ways.put(
                "train --engine dl4j",
                model -> dl4j.supports(model, DType.FLOAT32).isYes());
        ways.put("convert", this::converts);
        return ways;
    }

    private boolean converts(KerasModel model) {
        Path file = folder.resolve("converted.h5");
        try {
            Files.deleteIfExists(file);
            new ModelExport(List.of(Target.KERAS_2_2), EngineChoice.pureJava()).write(model, file);
            return true;
        } catch (Keras4jException e) {
            return false;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void check(KerasArchive archive, Places.Change change, Map<String, Predicate<KerasModel>> ways) {
        KerasModel model;
        try {
            model = CanonicalModels.read(new Changed(archive, change.config()));
        } catch (Keras4jException e) {
            refusedByReader++;
            return;
        }
        ways.forEach((name, takes) -> {
            refused.merge(name, 1, Integer::sum);
            if (takes.test(model)) {
                taken.putIfAbsent(name, archive.path() + " | " + change);
            }
        });
    }

    /** Trainings, each class once. */
    private static List<KerasArchive> sample() {
        List<KerasArchive> archives = new ArrayList<>();
        for (Path training : StoredModelsTest.fixtures()) {
            Path config = training.resolve("initial.json");
            if (training.startsWith(TRAINING)) {
                Path initial = training.resolve("initial.h5");
                archives.add(Files.exists(config) ? KerasArchives.open(initial, config) : KerasArchives.open(initial));
            }
        }
        archives.sort(
                Comparator.comparing(archive -> archive.config().toString().length()));
        Set<String> seen = new HashSet<>();
        return archives.stream()
                .filter(archive -> seen.addAll(classes(archive)))
                .toList();
    }

    private static Set<String> classes(KerasArchive archive) {
        return archive.config().findValues("class_name").stream()
                .map(JsonNode::asString)
                .collect(Collectors.toSet());
    }
}
