package io.github.keras4j.engine.dl4j.arrays;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An array with Keras's axes and, where Keras carries one, a mask beside it. Immutable: nobody writes into the arrays.
 *
 * @param data of a floating type; integers and booleans lie in floats too
 * @param mask 1 where a step counts, else 0; usually {@code [batch, steps]}
 * @param tape how it was computed, where gradients are wanted
 */
public record Value(
        INDArray data, @Nullable INDArray mask, @Nullable Tape tape) {
    /** A value without a mask that no gradient is wanted of. */
    public static Value of(INDArray data) {
        return new Value(data, null, null);
    }

    /** A value whose gradient is wanted. */
    public static Value variable(INDArray data) {
        return new Value(data, null, new Tape(data, List.of(), null));
    }

    /** The same value with another mask. */
    public Value withMask(@Nullable INDArray changed) {
        return changed == mask ? this : new Value(data, changed, tape);
    }

    /** The number of axes. */
    public int rank() {
        return data.rank();
    }

    /** The size of an axis; negative axes count from the end. */
    public int size(int axis) {
        return (int) data.size(axis < 0 ? axis + data.rank() : axis);
    }

    /** All sizes. */
    public long[] shape() {
        return data.shape();
    }

    /** The number of elements. */
    public long length() {
        return data.length();
    }
}
