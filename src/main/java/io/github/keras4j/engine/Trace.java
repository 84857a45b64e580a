package io.github.keras4j.engine;

import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * One call's answers, and the outputs of the layers.
 *
 * @param outputs the model's outputs in its order
 * @param layers each layer's outputs by its name, in the order of the network's nodes; of a shared layer those of its
 *     first call. Layers whose outputs the engine can't give are missing
 */
public record Trace(List<Tensor> outputs, Map<String, List<Tensor>> layers) {}
