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
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.source.ModelSource;
import java.io.IOException;
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

    private static String table() {
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
                + GENERATIONS.stream()
                        .map(generation ->
                                generation.replace("tf-keras-", "tf.keras ").replace("keras-", "Keras "))
                        .collect(Collectors.joining(" | "))
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
        return String.join("\n", lines) + "\n";
    }

    private static Set<String> classes(Network network) {
        Set<String> names = new LinkedHashSet<>();
        for (Layer layer : network.layers()) {
            names.add(layer.className());
            if (layer instanceof Wrapper.NestedModel nested) {
                names.addAll(classes(nested.network()));
            } else if (layer instanceof Wrapper.TimeDistributed wrapper) {
                names.add(wrapper.layer().className());
            } else if (layer instanceof Wrapper.Bidirectional wrapper) {
                names.add(wrapper.forward().className());
            }
        }
        return names;
    }
}
