package io.github.keras4j.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.archive.KerasArchives;
import io.github.keras4j.data.FixtureStore;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.KerasOrder;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.dialect.CanonicalModels;
import io.github.keras4j.source.ModelSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A functional model's configuration lists the layers as {@code model.layers} has them: as Keras itself orders them. */
class KerasOrderTest {
    @TempDir
    Path folder;

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
                                .forEach(layer -> keras.add(layer.path("config")
                                        .path("name")
                                        .asString(layer.path("name").asString(""))));
                        List<String> ours = KerasOrder.layers(
                                        CanonicalModels.read(archive).network())
                                .stream()
                                .filter(layer -> !(layer instanceof Core.Constant)) // Keras has them in the call
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

    /** Keras 1.0.6 listed a layer where it was first called, so here two branches lie the other way round. */
    @ParameterizedTest
    @EnumSource(names = "DL4J", mode = EnumSource.Mode.EXCLUDE)
    void a_written_configuration_lists_the_layers_in_that_order(Target target) {
        KerasModel model = ModelSource.of(Path.of("fixtures/layers/keras-1.0.6/merge-named"))
                .read();
        Path file = folder.resolve(target == Target.KERAS_3 ? "model.keras" : "model.h5");
        new ModelExport(List.of(target), new PureJavaEngine()).write(model, file);
        List<String> written = new ArrayList<>();
        KerasArchives.open(file)
                .config()
                .path("config")
                .path("layers")
                .forEach(layer -> written.add(layer.path("config")
                        .path("name")
                        .asString(layer.path("name").asString(""))));
        assertThat(written)
                .isEqualTo(KerasOrder.layers(model.network()).stream()
                        .map(Layer::name)
                        .toList())
                .isNotEqualTo(model.network().layers().stream().map(Layer::name).toList());
    }
}
