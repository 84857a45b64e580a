package io.github.keras4j.model.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.Support;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.dialect.layers.Ignored;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What a configuration says and nobody reads is refused, wherever it stands: stored architectures get an unknown key,
 * element or value at every place in turn. Values that Keras might write, and places that may hold anything, must only
 * make no fault of ours. {@code -Dkeras4j.every-place=all} takes all models; otherwise each class of each generation
 * occurs once, with a tenth of what need not be refused.
 */
class EveryPlaceTest {
    private static final Path LAYERS = Path.of(System.getProperty("keras4j.fixtures", "fixtures"), "layers");
    private static final boolean ALL = "all".equals(System.getProperty("keras4j.every-place"));

    private final Engine engine = new PureJavaEngine();
    private int changes;
    private int allowed;
    private int skipped;
    private String reason = "";
    /** For each kind of place, the first change that went wrong there. */
    private final Map<String, String> wrong = new TreeMap<>();

    @Test
    void whatever_is_not_understood_is_refused() {
        List<KerasArchive> sample = sample();
        sample.forEach(this::check);

        System.out.println(
                sample.size() + " architectures, " + changes + " changes, " + allowed + " at ignored places");
        assertThat(wrong.values()).isEmpty();
        assertThat(changes).isGreaterThan(20_000);
        assertThat(allowed).isGreaterThan(500);
    }

    private void check(KerasArchive archive) {
        Places.of(archive.config(), change -> check(archive, change));
    }

    private void check(KerasArchive archive, Places.Change change) {
        boolean may = !change.wrong() || Ignored.isAnything(change.path());
        if (may && !ALL && ++skipped % 10 != 0) {
            return;
        }
        changes++;
        String outcome = outcome(new Changed(archive, change.config()));
        if (change.wrong() && outcome.equals("answered") && Ignored.isAnything(change.path())) {
            allowed++;
            return;
        }
        if (outcome.equals("refused") && change.what().equals("an unknown key") && !reason.contains(Places.UNKNOWN)) {
            wrong.putIfAbsent(
                    kind(archive.config(), change) + " unnamed",
                    "unnamed: " + reason + " | " + archive.path() + " | " + change);
        }
        if (!outcome.equals("refused") && (change.wrong() || !outcome.equals("answered"))) {
            wrong.putIfAbsent(
                    kind(archive.config(), change) + outcome, outcome + " | " + archive.path() + " | " + change);
        }
    }

    private String outcome(KerasArchive archive) {
        try {
            Support support = engine.supports(CanonicalModels.read(archive));
            reason = support.refusals().toString();
            return support.isYes() ? "answered" : "refused";
        } catch (Keras4jException e) {
            reason = String.valueOf(e.getMessage());
            return "refused";
        } catch (RuntimeException | StackOverflowError e) {
            return "a fault: " + e;
        }
    }

    /** The path by names and classes alone, so that one fault is shown once. */
    private static String kind(JsonNode config, Places.Change change) {
        StringBuilder kind = new StringBuilder();
        JsonNode node = config;
        for (String key : change.path()) {
            node = node.isArray() ? node.path(Integer.parseInt(key)) : node.path(key);
            String className = node.path("class_name").asString("");
            if (!className.isEmpty()) {
                kind.setLength(0);
                kind.append(className);
            }
            kind.append(key.matches("\\d+") ? "" : "." + key);
        }
        return kind + " " + change.what().replaceAll("^.* (became|is)", "$1");
    }

    private List<KerasArchive> sample() {
        List<KerasArchive> archives = new ArrayList<>();
        for (Path folder : StoredModelsTest.fixtures()) {
            if (folder.startsWith(LAYERS)) {
                try {
                    KerasArchive archive = StoredModelsTest.archive(folder, StoredModelsTest.json(folder));
                    if (outcome(archive).equals("answered")) {
                        archives.add(archive);
                    }
                } catch (Keras4jException refused) {
                    continue;
                }
            }
        }
        if (ALL) {
            return archives;
        }
        archives.sort(
                Comparator.comparing(archive -> archive.config().toString().length()));
        Set<String> seen = new HashSet<>();
        return archives.stream()
                .filter(archive -> seen.addAll(classes(archive)))
                .toList();
    }

    private static Set<String> classes(KerasArchive archive) {
        String generation = LAYERS.relativize(archive.path()).getName(0).toString();
        return archive.config().findValues("class_name").stream()
                .map(name -> generation + name.asString(""))
                .collect(Collectors.toSet());
    }
}
