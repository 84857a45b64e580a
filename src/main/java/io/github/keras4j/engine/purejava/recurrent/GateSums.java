package io.github.keras4j.engine.purejava.recurrent;

import io.github.keras4j.engine.purejava.kernels.Kernels;

/**
 * The input's part of a cell's sums, {@code x kernel + bias}. One sample's is computed for all steps at once, as one
 * product; a batch's step by step, so that the sums stay in the cache until they are used.
 */
final class GateSums {
    private final Gates kernel;
    private final float[] bias;
    private final Kernels kernels;
    private final int batch;
    private final int steps;
    private final float[] sums;
    private float[] x = {};

    /** @param bias in the planes' order */
    GateSums(Gates kernel, float[] bias, int batch, int steps, Kernels kernels) {
        this.kernel = kernel;
        this.kernels = kernels;
        this.batch = batch;
        this.steps = steps;
        this.bias = bias;
        sums = new float[(batch == 1 ? steps : batch) * bias.length];
    }

    /** @param sequence {@code [batch][steps][in]}, read until the last step */
    void begin(float[] sequence) {
        x = sequence;
        if (batch == 1) {
            kernel.project(kernels, steps, x, bias, sums);
        }
    }

    /** Where the planes of a step start in {@link #sums}. */
    int of(int time) {
        if (batch == 1) {
            return time * bias.length;
        }
        int in = kernel.rows();
        kernel.affine(kernels, batch, x, time * in, steps * in, bias, sums);
        return 0;
    }

    float[] sums() {
        return sums;
    }
}
