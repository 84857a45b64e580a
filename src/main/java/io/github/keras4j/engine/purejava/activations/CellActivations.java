package io.github.keras4j.engine.purejava.activations;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.kernels.RowFunctions;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.model.Activation;

/** Activations within a cell, where the last axis is the gate's. */
public final class CellActivations {
    private CellActivations() {}

    /**
     * Whether it is element-wise.
     *
     * @throws RefusedException for one that changes the size
     */
    public static boolean check(Activation activation) {
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

    /** Over adjacent rows, each an axis of its own. */
    public static void rows(Kernels kernels, Activation activation, float[] x, int at, int rows, int n) {
        switch (activation.kind()) {
            case SOFTMAX -> kernels.softmax(rows, n, x, at);
            case LOG_SOFTMAX, SPARSEMAX -> {
                float[] scratch = new float[n];
                for (int row = 0; row < rows; row++) {
                    RowFunctions.apply(activation.kind(), x, at + row * n, n, 1, scratch);
                }
            }
            default -> kernels.activate(activation, x, at, rows * n);
        }
    }
}
