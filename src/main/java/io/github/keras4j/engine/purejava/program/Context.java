package io.github.keras4j.engine.purejava.program;

import io.github.keras4j.engine.purejava.kernels.Kernels;

/**
 * What every layer of a model shares.
 *
 * @param workers who computes a layer's parts
 * @param rowWise whether each sample's answer depends on that sample alone
 * @param recurrent whether the model has recurrent layers
 */
public record Context(Kernels kernels, Workers workers, boolean rowWise, boolean recurrent) {}
