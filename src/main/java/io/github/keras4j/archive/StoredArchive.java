package io.github.keras4j.archive;

import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What was read from a model's file or files. */
record StoredArchive(
        Path path,
        String format,
        String kerasVersion,
        String backend,
        String weightsVersion,
        String weightsBackend,
        JsonNode config,
        Optional<JsonNode> trainingConfig,
        StoredWeights weights,
        Map<String, Tensor> optimizerWeights)
        implements KerasArchive {
    StoredArchive {
        optimizerWeights = Collections.unmodifiableMap(new LinkedHashMap<>(optimizerWeights));
    }
}
