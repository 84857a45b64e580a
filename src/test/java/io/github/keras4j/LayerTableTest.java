package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.data.FixtureStore;
import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.dl4j.Dl4jEngine;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.dialect.graph.LayerFactory;
import io.github.keras4j.source.ModelSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * docs/layers.md agrees with the code and the fixtures. {@code mvn test -Dtest=LayerTableTest -Dkeras4j.write=true}
 * writes it again.
 */
class LayerTableTest {
    private static final Path TABLE = Path.of("docs/layers.md");
    private static final List<String> GENERATIONS =
            List.of("keras-1.0.6", "keras-1.2.2", "keras-2.2.4", "keras-2.3.1", "tf-keras-2.15", "keras-3");
    /** Classes that python-reference/layer_cases/refusals.py and layer_cases_keras1/refusals.py define; no Keras has them. */
    private static final Set<String> CUSTOM = Set.of("Doubled", "Gated", "Scale", "Slower", "shop>Registered");

    /** Keras 1 has it on TensorFlow alone, which no environment of python-reference has; read as SeparableConv2D. */
    private static final Set<String> UNRECORDED = Set.of("SeparableConvolution2D");

    private record Count(int recorded, int purejava, int dl4j) {
        Count plus(boolean onPurejava, boolean onDl4j) {
            return new Count(recorded + 1, purejava + (onPurejava ? 1 : 0), dl4j + (onDl4j ? 1 : 0));
        }

        @Override
        public String toString() {
            return recorded == 0 ? "" : recorded + " / " + purejava + " / " + dl4j;
        }
    }

    @Test
    void the_table_of_layers_says_what_the_code_and_the_fixtures_say() throws IOException {
        String table = table();
        if (Boolean.getBoolean("keras4j.write")) {
            Files.writeString(TABLE, table);
        }
        assertThat(TABLE).content().isEqualTo(table);
    }

    /** Each public name of each generation that python-reference/keras_layers.py lists. */
    @Test
    void every_layer_of_keras_is_run_or_refused_with_a_reason() throws IOException {
        Map<String, Map<String, Count>> rows = rows();
        List<String> wrong = new ArrayList<>();
        publicClasses().forEach((className, generations) -> {
            boolean run =
                    rows.getOrDefault(className, Map.of()).values().stream().anyMatch(count -> count.purejava() > 0);
            if (UNRECORDED.contains(className)) {
                return;
            }
            boolean refused = LayerFactory.refusalOf(className).isPresent();
            if (run == refused) {
                wrong.add(className + (run ? " is run and refused" : " is neither run by a fixture nor refused") + " "
                        + generations);
            }
        });
        assertThat(wrong).isEmpty();
    }

    /** The generations that have a class, by the name that a file stores. */
    private static Map<String, Set<String>> publicClasses() throws IOException {
        Map<String, Set<String>> generations = new TreeMap<>();
        try (InputStream listed = LayerTableTest.class.getResourceAsStream("/keras-layers.json")) {
            for (Map.Entry<String, JsonNode> generation :
                    JsonMapper.shared().readTree(listed).properties()) {
                generation
                        .getValue()
                        .forEach(name -> generations
                                .computeIfAbsent(name.asString(), key -> new LinkedHashSet<>())
                                .add(generation.getKey()));
            }
        }
        assertThat(generations).hasSizeGreaterThan(150);
        return generations;
    }

    private static Map<String, Map<String, Count>> rows() {
        Map<String, Map<String, Count>> rows = new TreeMap<>();
        Engine purejava = new PureJavaEngine();
        Engine dl4j = new Dl4jEngine();
        for (String generation : GENERATIONS) {
            for (FixtureStore.Found found : FixtureStore.find(List.of(Path.of("fixtures/layers", generation)))) {
                KerasModel model;
                try {
                    model = ModelSource.of(found.folder()).read();
                } catch (Keras4jException unreadable) {
                    continue;
                }
                boolean onPurejava = purejava.supports(model).isYes();
                boolean onDl4j = dl4j.supports(model).isYes();
                for (String layer : classes(model.network())) {
                    rows.computeIfAbsent(layer, key -> new TreeMap<>())
                            .merge(
                                    generation,
                                    new Count(1, onPurejava ? 1 : 0, onDl4j ? 1 : 0),
                                    (a, b) -> a.plus(onPurejava, onDl4j));
                }
            }
        }
        assertThat(rows).containsKeys(CUSTOM.toArray(String[]::new));
        rows.keySet().removeAll(CUSTOM);
        return rows;
    }

    private static String table() throws IOException {
        Map<String, Map<String, Count>> rows = rows();
        List<String> lines = new ArrayList<>();
        lines.add("# Layers, generations, engines");
        lines.add("");
        lines.add(
                "Each cell counts recorded models that have the layer: all / those that `purejava` runs / those that `dl4j`");
        lines.add(
                "runs. A model that an engine runs gives Keras's numbers, which `verify fixtures` checks. Any other model is");
        lines.add("refused before it runs, with the name of the layer, which may be another layer of the model.");
        lines.add("`predict` takes `purejava` if it runs the model, else `dl4j`. `LayerTableTest` writes this page.");
        lines.add("");
        lines.add("| layer | "
                + GENERATIONS.stream().map(LayerTableTest::title).collect(Collectors.joining(" | "))
                + " |");
        lines.add("| --- |" + " --- |".repeat(GENERATIONS.size()));
        rows.forEach((layer, counts) -> lines.add("| " + layer + " | "
                + String.join(
                        " | ",
                        GENERATIONS.stream()
                                .map(generation -> counts.getOrDefault(generation, new Count(0, 0, 0))
                                        .toString())
                                .toList())
                + " |"));
        lines.add("");
        lines.add("## Refused on purpose");
        lines.add("");
        lines.add("Keras's own layers that no engine runs, with the reason that a user reads. Any other class of"
                + " `keras.layers`, in any of these generations, has a recorded model above.");
        lines.add("");
        lines.add("| layer | in | why, and what to do |");
        lines.add("| --- | --- | --- |");
        publicClasses()
                .forEach((className, generations) -> LayerFactory.refusalOf(className)
                        .ifPresent(reason -> lines.add("| " + className + " | "
                                + generations.stream()
                                        .map(LayerTableTest::title)
                                        .collect(Collectors.joining(", "))
                                + " | " + reason.replaceFirst(" Received: class_name=\\w+\\.", "") + " |")));
        return String.join("\n", lines) + "\n";
    }

    private static String title(String generation) {
        return generation.replace("tf-keras-", "tf.keras ").replace("keras-", "Keras ");
    }

    private static Set<String> classes(Network network) {
        Set<String> names = new LinkedHashSet<>();
        network.layers().forEach(layer -> collect(layer, names));
        return names;
    }

    private static void collect(Layer layer, Set<String> names) {
        names.add(layer.className());
        if (layer instanceof Wrapper.NestedModel nested) {
            names.addAll(classes(nested.network()));
        } else if (layer instanceof Wrapper.TimeDistributed wrapper) {
            collect(wrapper.layer(), names);
        } else if (layer instanceof Wrapper.Bidirectional wrapper) {
            collect(wrapper.forward(), names);
        } else if (layer instanceof Recurrent.GenericRnn rnn) {
            collect(rnn.cell(), names);
        }
    }

    private static void collect(Recurrent.Cell cell, Set<String> names) {
        if (cell instanceof Recurrent.StackedCells stacked) {
            names.add("StackedRNNCells");
            stacked.cells().forEach(inner -> collect(inner, names));
        } else {
            names.add(
                    cell instanceof Recurrent.LstmCell
                            ? "LSTMCell"
                            : cell instanceof Recurrent.GruCell ? "GRUCell" : "SimpleRNNCell");
        }
    }
}
