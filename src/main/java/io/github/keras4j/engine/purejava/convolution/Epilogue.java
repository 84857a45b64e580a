package io.github.keras4j.engine.purejava.convolution;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.model.Activation;
import org.jspecify.annotations.Nullable;

/**
 * What follows a convolution's sums while they are still in the cache: the bias, another value, and an activation of single
 * elements.
 *
 * @param bias one number per filter; null: none
 * @param plus what is added then, as long as all the sums; null: nothing
 * @param activation null: none, or one that goes by an axis and comes later
 */
record Epilogue(
        float @Nullable [] bias,
        float @Nullable [] plus,
        @Nullable Activation activation) {
    static final Epilogue NONE = new Epilogue(null, null, null);

    /** With an activation of single elements; others are left to the caller. */
    static Epilogue of(float[] bias, Activation activation) {
        return new Epilogue(bias, null, isElementWise(activation) ? activation : null);
    }

    /** With another value added before the activation. */
    Epilogue plus(float[] other) {
        return new Epilogue(bias, other, activation);
    }

    static boolean isElementWise(Activation activation) {
        return switch (activation.kind()) {
            case SOFTMAX, LOG_SOFTMAX, SPARSEMAX, GLU -> false;
            default -> true;
        };
    }

    /** For rows that follow one another. */
    void run(Kernels kernels, int rows, float[] sums, int at) {
        if (bias != null) {
            kernels.addRows(rows, bias, sums, at);
            activate(kernels, rows, sums, at);
        }
    }

    /** As {@link #run}, where the bias is added already. */
    void activate(Kernels kernels, int rows, float[] sums, int at) {
        if (bias != null && plus != null) {
            kernels.add(rows * bias.length, plus, at, sums, at, sums, at);
        }
        if (bias != null && activation != null) {
            kernels.activate(activation, sums, at, rows * bias.length);
        }
    }
}
