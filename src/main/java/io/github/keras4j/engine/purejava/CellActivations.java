package io.github.keras4j.engine.purejava;

import io.github.keras4j.model.Activation;

/** Activations within a cell, where the last axis is the gate's. */
final class CellActivations {
    private CellActivations() {}

    /**
     * Whether it is element-wise.
     *
     * @throws RefusedException for one that changes the size
     */
    static boolean check(Activation activation) {
        return switch (activation.kind()) {
            case GLU -> throw new RefusedException("an activation within a cell keeps the size. Received: glu");
            case SOFTMAX, LOG_SOFTMAX, SPARSEMAX -> {
                if (activation.alpha() != -1 && activation.alpha() != 1) {
                    throw new RefusedException(
                            "a cell's softmax is over its last axis. Received: axis=" + (int) activation.alpha());
                }
                yield false;
            }
            default -> true;
        };
    }

    static void apply(Kernels kernels, Activation activation, float[] x, int at, int n) {
        switch (activation.kind()) {
            case SOFTMAX, LOG_SOFTMAX, SPARSEMAX -> RowFunctions.apply(activation.kind(), x, at, n, 1, new float[n]);
            default -> kernels.activate(activation, x, at, n);
        }
    }
}
