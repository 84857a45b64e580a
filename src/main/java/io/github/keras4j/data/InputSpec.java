package io.github.keras4j.data;

import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;

/**
 * What a model takes as one of its inputs.
 *
 * @param name its input layer's name
 * @param shape of one sample, without the batch axis; open sizes are {@link Shape#UNKNOWN}
 */
public record InputSpec(String name, Shape shape, DType dtype) {}
