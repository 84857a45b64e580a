package io.github.keras4j.engine.purejava;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Activations in place over a range. One small method for each loop: where several exponentials meet in one method,
 * C2 reaches its inlining budget and keeps vectors on the heap (1 to 2 KB a call, half the speed).
 *
 * <p>A range that is no multiple of the vector's length ends with a vector that overlaps the one before; it is read
 * before the loop writes, so each element is still mapped once from its own input.
 */
final class VectorActivations {
    static final VectorSpecies<Float> WIDE = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Float> NARROW = FloatVector.SPECIES_128;

    private VectorActivations() {}

    static void sigmoid(float[] x, int at, int n) {
        if (n >= WIDE.length()) {
            FloatVector tail = VectorMath.sigmoid(WIDE, FloatVector.fromArray(WIDE, x, at + n - WIDE.length()));
            int i = 0;
            for (; i <= n - WIDE.length(); i += WIDE.length()) {
                VectorMath.sigmoid(WIDE, FloatVector.fromArray(WIDE, x, at + i)).intoArray(x, at + i);
            }
            tail.intoArray(x, at + n - WIDE.length());
        } else {
            sigmoidNarrow(x, at, n);
        }
    }

    private static void sigmoidNarrow(float[] x, int at, int n) {
        int i = 0;
        for (; i <= n - NARROW.length(); i += NARROW.length()) {
            VectorMath.sigmoid(NARROW, FloatVector.fromArray(NARROW, x, at + i)).intoArray(x, at + i);
        }
        for (; i < n; i++) {
            x[at + i] = ElementFunctions.sigmoid(x[at + i]);
        }
    }

    static void tanh(float[] x, int at, int n) {
        if (n >= WIDE.length()) {
            FloatVector tail = VectorMath.tanh(WIDE, FloatVector.fromArray(WIDE, x, at + n - WIDE.length()));
            int i = 0;
            for (; i <= n - WIDE.length(); i += WIDE.length()) {
                VectorMath.tanh(WIDE, FloatVector.fromArray(WIDE, x, at + i)).intoArray(x, at + i);
            }
            tail.intoArray(x, at + n - WIDE.length());
        } else {
            tanhNarrow(x, at, n);
        }
    }

    private static void tanhNarrow(float[] x, int at, int n) {
        int i = 0;
        for (; i <= n - NARROW.length(); i += NARROW.length()) {
            VectorMath.tanh(NARROW, FloatVector.fromArray(NARROW, x, at + i)).intoArray(x, at + i);
        }
        for (; i < n; i++) {
            x[at + i] = ElementFunctions.tanh(x[at + i]);
        }
    }

    /** max(x, 0), NaN staying NaN as in Keras. */
    static void relu(float[] x, int at, int n) {
        int i = 0;
        for (; i <= n - WIDE.length(); i += WIDE.length()) {
            FloatVector.fromArray(WIDE, x, at + i).max(0f).intoArray(x, at + i);
        }
        for (; i < n; i++) {
            x[at + i] = Math.max(x[at + i], 0f);
        }
    }

    /**
     * Softmax of one row of adjacent elements; exponentials and their sum in float32 as TensorFlow's, in another
     * order.
     */
    static void softmax(float[] x, int at, int n) {
        float max = max(x, at, n);
        exponentials(x, at, n, max);
        scale(x, at, n, 1f / sum(x, at, n));
    }

    private static float max(float[] x, int at, int n) {
        FloatVector most = FloatVector.fromArray(WIDE, x, at + n - WIDE.length());
        for (int i = 0; i <= n - WIDE.length(); i += WIDE.length()) {
            most = most.max(FloatVector.fromArray(WIDE, x, at + i));
        }
        return most.reduceLanes(VectorOperators.MAX);
    }

    private static void exponentials(float[] x, int at, int n, float max) {
        FloatVector tail = VectorMath.exp(
                WIDE, FloatVector.fromArray(WIDE, x, at + n - WIDE.length()).sub(max));
        for (int i = 0; i <= n - WIDE.length(); i += WIDE.length()) {
            VectorMath.exp(WIDE, FloatVector.fromArray(WIDE, x, at + i).sub(max))
                    .intoArray(x, at + i);
        }
        tail.intoArray(x, at + n - WIDE.length());
    }

    private static float sum(float[] x, int at, int n) {
        FloatVector sums = FloatVector.zero(WIDE);
        int i = 0;
        for (; i <= n - WIDE.length(); i += WIDE.length()) {
            sums = sums.add(FloatVector.fromArray(WIDE, x, at + i));
        }
        float sum = sums.reduceLanes(VectorOperators.ADD);
        for (; i < n; i++) {
            sum += x[at + i];
        }
        return sum;
    }

    private static void scale(float[] x, int at, int n, float factor) {
        int i = 0;
        for (; i <= n - WIDE.length(); i += WIDE.length()) {
            FloatVector.fromArray(WIDE, x, at + i).mul(factor).intoArray(x, at + i);
        }
        for (; i < n; i++) {
            x[at + i] *= factor;
        }
    }
}
