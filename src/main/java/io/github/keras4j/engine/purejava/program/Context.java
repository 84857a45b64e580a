package io.github.keras4j.engine.purejava.program;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.model.Generation;

/**
 * What every layer of a model shares.
 *
 * @param generation whose rules hold for masks and padding
 * @param theano whether Keras computed on Theano: its {@code same} borders differ
 * @param firstTheano whether that was Keras 1.0's Theano backend
 * @param staticBatch whether the inputs fix the batch size, which changes how TimeDistributed treats masks
 * @param rowWise whether each sample's answer depends on that sample alone
 * @param recurrent whether it has recurrent layers
 */
public record Context(
        Kernels kernels,
        Generation generation,
        boolean theano,
        boolean firstTheano,
        boolean staticBatch,
        boolean rowWise,
        boolean recurrent) {
    public boolean keras3() {
        return generation == Generation.KERAS_3;
    }
}
