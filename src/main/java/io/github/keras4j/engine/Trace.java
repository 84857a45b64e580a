package io.github.keras4j.engine;

import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * One call's answers and what the layers gave.
 *
 * @param outputs the model's outputs in its order
 * @param layers by layer name, in the order of the network's nodes, each layer's outputs; of a shared layer the
 *     first call's. Layers that the engine folded into others or can't look into are missing
 */
public record Trace(List<Tensor> outputs, Map<String, List<Tensor>> layers) {}
