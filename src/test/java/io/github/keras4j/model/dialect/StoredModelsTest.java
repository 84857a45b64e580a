package io.github.keras4j.model.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.archive.KerasArchives;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every model under fixtures/ becomes canonical: no layer unknown, every weight used, shapes as Python's. */
class StoredModelsTest {
    private static final Path FIXTURES = Path.of(System.getProperty("keras4j.fixtures", "fixtures"));

    @TestFactory
    Stream<DynamicTest> reads() {
        return fixtures().stream()
                .map(folder ->
                        DynamicTest.dynamicTest(FIXTURES.relativize(folder).toString(), () -> check(folder)));
    }

    @Test
    void finds_fixtures_of_every_generation() {
        assertThat(fixtures()).hasSizeGreaterThan(100);
    }

    static List<Path> fixtures() {
        try (Stream<Path> files = Files.walk(FIXTURES)) {
            return files.filter(file -> file.endsWith("fixture.json"))
                    .map(file -> Optional.ofNullable(file.getParent()).orElseThrow())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(Path folder) {
        return JsonMapper.builder()
                .enable(tools.jackson.core.json.JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build()
                .readTree(folder.resolve("fixture.json").toFile());
    }

    static KerasArchive archive(Path folder, JsonNode fixture) {
        Path model = folder.resolve(fixture.path("model").asString());
        String config = fixture.path("config").asString("");
        return config.isEmpty() ? KerasArchives.open(model) : KerasArchives.open(model, folder.resolve(config));
    }

    private static void check(Path folder) {
        JsonNode fixture = json(folder);
        boolean reject = fixture.path("expect").has("reject");
        KerasModel model;
        try {
            model = CanonicalModels.read(archive(folder, fixture));
        } catch (Keras4jException e) {
            assertThat(reject).as(e.getMessage()).isTrue();
            return;
        }
        List<String> unknown = unknown(model.network());
        if (reject) {
            boolean run =
                    unknown.isEmpty() && new PureJavaEngine().supports(model).isYes();
            assertThat(run).as("a model to be refused is run").isFalse();
            return;
        }
        assertThat(unknown).isEmpty();
        List<List<Shape>> shapes = Shapes.infer(model.network());
        int i = 0;
        for (JsonNode output : fixture.path("calls").path(0).path("outputs")) {
            TensorRef ref = model.network().outputs().get(i++);
            Optional<Shape> inferred = Shapes.find(shapes, ref).map(shape -> ofAnyBatch(model, shape));
            Optional<Shape> recorded = recorded(folder, output.path("data"));
            if (inferred.isPresent() && recorded.isPresent()) {
                assertThat(recorded.get().isCompatibleWith(inferred.get()))
                        .as("recorded %s, inferred %s", recorded.get(), inferred.get())
                        .isTrue();
            }
        }
    }

    /** The shape for the calls of a model that takes other batches than its inputs say. */
    private static Shape ofAnyBatch(KerasModel model, Shape shape) {
        boolean any = model.network().inputs().stream()
                .allMatch(
                        ref -> model.network().node(ref).layer() instanceof Core.InputLayer input && input.anyBatch());
        return any && shape.rank() > 0 ? shape.with(0, Shape.UNKNOWN) : shape;
    }

    private static Optional<Shape> recorded(Path folder, JsonNode data) {
        if (data.isString()) {
            return Npz.shape(folder, data.asString());
        }
        List<Integer> sizes = new ArrayList<>();
        for (JsonNode level = data; level.isArray(); level = level.path(0)) {
            sizes.add(level.size());
        }
        return Optional.of(Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray()));
    }

    static List<String> unknown(Network network) {
        List<String> found = new ArrayList<>();
        network.layers().forEach(layer -> collect(layer, found));
        return found;
    }

    private static void collect(Layer layer, List<String> found) {
        if (layer instanceof Unknown unknown) {
            found.add(unknown.name() + ": " + unknown.reason());
        } else if (layer instanceof Wrapper.NestedModel nested) {
            found.addAll(unknown(nested.network()));
        } else if (layer instanceof Wrapper.TimeDistributed distributed) {
            collect(distributed.layer(), found);
        } else if (layer instanceof Recurrent recurrent) {
            assertThat(recurrent.walk()).isNotNull();
        }
    }
}
