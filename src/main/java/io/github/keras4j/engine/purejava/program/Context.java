package io.github.keras4j.engine.purejava.program;

import io.github.keras4j.engine.purejava.kernels.Kernels;

/**
 * What every layer of a model shares.
 *
 * @param rowWise whether each sample's answer depends on that sample alone
 * @param recurrent whether the model has recurrent layers
 */
public record Context(Kernels kernels, boolean rowWise, boolean recurrent) {}
