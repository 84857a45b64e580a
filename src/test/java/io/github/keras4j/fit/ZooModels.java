package io.github.keras4j.fit;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.dialect.CanonicalModels;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Models that {@code fit_zoo.py} writes as JSON: what their {@code .h5} holds. */
record ZooModels(JsonNode stored) implements KerasArchive {
    static KerasModel read(JsonNode stored) {
        return CanonicalModels.read(new ZooModels(stored));
    }

    static Tensor tensor(JsonNode shape, JsonNode values) {
        int[] sizes = new int[shape.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = shape.path(i).asInt();
        }
        double[] numbers = new double[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.path(i).asDouble();
        }
        return Tensor.wrap(Shape.of(sizes), numbers);
    }

    @Override
    public Path path() {
        return Path.of("fixtures/fit");
    }

    @Override
    public String format() {
        return "HDF5";
    }

    @Override
    public String kerasVersion() {
        return stored.path("keras_version").asString();
    }

    @Override
    public String backend() {
        return stored.path("backend").asString();
    }

    @Override
    public String weightsVersion() {
        return kerasVersion();
    }

    @Override
    public String weightsBackend() {
        return backend();
    }

    @Override
    public JsonNode config() {
        return stored.path("config");
    }

    @Override
    public Optional<JsonNode> trainingConfig() {
        return Optional.empty();
    }

    @Override
    public StoredWeights weights() {
        Map<String, List<NamedArray>> layers = new LinkedHashMap<>();
        stored.path("order").forEach(layer -> {
            List<NamedArray> arrays = new ArrayList<>();
            stored.path("layers")
                    .path(layer.asString())
                    .forEach(array ->
                            arrays.add(new NamedArray(array.path(0).asString(), tensor(array.path(1), array.path(2)))));
            layers.put(layer.asString(), arrays);
        });
        return new ByLayer(layers);
    }

    @Override
    public Map<String, Tensor> optimizerWeights() {
        return Map.of();
    }
}
