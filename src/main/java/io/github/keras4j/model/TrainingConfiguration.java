package io.github.keras4j.model;

import io.github.keras4j.tensor.Tensor;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * How the model was compiled, as its file says.
 *
 * @param config the training configuration as stored ({@code optimizer_config}, {@code loss}, {@code metrics}, ...)
 * @param optimizerWeights the optimizer's stored variables in the file's order, by the file's names; may be empty
 */
public record TrainingConfiguration(JsonNode config, Map<String, Tensor> optimizerWeights) {}
