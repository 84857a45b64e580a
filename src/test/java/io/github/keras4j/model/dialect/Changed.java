package io.github.keras4j.model.dialect;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A stored model with another configuration, or other weights. */
record Changed(KerasArchive stored, JsonNode config, StoredWeights weights) implements KerasArchive {
    Changed(KerasArchive stored, JsonNode config) {
        this(stored, config, stored.weights());
    }

    Changed(KerasArchive stored, StoredWeights weights) {
        this(stored, stored.config(), weights);
    }

    @Override
    public Path path() {
        return stored.path();
    }

    @Override
    public String format() {
        return stored.format();
    }

    @Override
    public String kerasVersion() {
        return stored.kerasVersion();
    }

    @Override
    public String backend() {
        return stored.backend();
    }

    @Override
    public String weightsVersion() {
        return stored.weightsVersion();
    }

    @Override
    public String weightsBackend() {
        return stored.weightsBackend();
    }

    @Override
    public Optional<JsonNode> trainingConfig() {
        return stored.trainingConfig();
    }

    @Override
    public Map<String, Tensor> optimizerWeights() {
        return stored.optimizerWeights();
    }
}
