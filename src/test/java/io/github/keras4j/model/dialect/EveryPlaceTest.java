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

    /**
     * Where null may stand: Keras takes it for the default or for what it means in Java too, or says nothing there that
     * changes an answer.
     */
    private static final Set<String> NONES = Set.of("""
            activation all_ops alpha args axis backend batch_input_shape bias_axes batch_shape beta_1 beta_2 brightness_factor
            build_input_shape chain_depth concat_axis consume_less data_format dim_ordering dot_axes dropout dtype epsilon
            factor fill_mode fill_value frame_step function_type groups height_factor implementation init_values
            inner_activation input_dim input_dtype input_length input_shape interpolation keras_version kernel_size
            key_shape logit_soft_cap loss lr mask_value max_freq max_number max_value merge_mode mode module name
            num_chains num_ops oov_token optional output_mask_type output_sequence_length output_shape output_shape_type
            periodic query_shape ragged recurrent_activation recurrent_dropout registered_name renorm renorm_momentum
            reverse scale scaling seed sequence_length shape shared_object_id slice_spec sliding_window sparse
            standardize stride synchronized trainable training transform_bias unit_forget_bias value_shape
            vocabulary_dtype vocabulary_size window""".strip().split("\\s+"));

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
        boolean none = change.none() && !mayBeNone(change.path()) && !Ignored.isAnything(change.path());
        boolean may = !change.wrong() && !none || Ignored.isAnything(change.path());
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
        if (!outcome.equals("refused") && (change.wrong() || none || !outcome.equals("answered"))) {
            wrong.putIfAbsent(
                    kind(archive.config(), change) + outcome, outcome + " | " + archive.path() + " | " + change);
        }
    }

    /** Whether None there is no value, or one that is read as Keras reads it. */
    private static boolean mayBeNone(List<String> path) {
        List<String> names = path.stream().filter(key -> !key.matches("\\d+")).toList();
        return NONES.contains(names.get(names.size() - 1));
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
