package io.github.keras4j.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.archive.KerasArchives;
import io.github.keras4j.data.FixtureStore;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.dialect.CanonicalModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A functional model's configuration lists the layers as {@code model.layers} has them: as Keras itself orders them. */
class LayerOrderTest {
    @Test
    void is_the_order_in_which_keras_wrote_its_own_models() {
        List<String> problems = new ArrayList<>();
        int branched = 0;
        for (FixtureStore.Found found : FixtureStore.find(List.of(Path.of("fixtures/layers")))) {
            for (String name : List.of("model.h5", "model.keras")) {
                Path file = found.folder().resolve(name);
                if (!Files.exists(file) || found.name().startsWith("keras-1")) { // which orders them otherwise
                    continue;
                }
                try {
                    KerasArchive archive = KerasArchives.open(file);
                    if (archive.config().path("config").has("input_layers")) {
                        branched++;
                        List<String> keras = new ArrayList<>();
                        archive.config()
                                .path("config")
                                .path("layers")
                                .forEach(layer -> keras.add(
                                        layer.path("config").path("name").asString("")));
                        List<String> ours = LayerOrder.of(
                                        CanonicalModels.read(archive).network())
                                .stream()
                                .map(Layer::name)
                                .toList();
                        if (!ours.equals(keras)) {
                            problems.add(found.name() + ": " + ours + " for " + keras);
                        }
                    }
                } catch (Keras4jException e) {
                    continue; // weights alone, or a model that is not read
                }
            }
        }
        assertThat(problems).isEmpty();
        assertThat(branched).isGreaterThan(50);
    }
}
