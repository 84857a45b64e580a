package io.github.keras4j.engine.purejava.program;

import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.tensor.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finding and moving masks. */
public final class Masks {
    private Masks() {}

    /** The mask of a call: the tensor given by keyword, else its first input's own. */
    public static @Nullable Mask of(Call call, Binding binding) {
        Value keyword = call.keywordInputs().get("mask");
        return keyword == null ? call.input().mask() : of(keyword, binding);
    }

    /** The mask by which a recurrent layer steps, which the call may keep from it. */
    public static @Nullable Mask ofSequence(Call call, Binding binding) {
        return call.countsAll() ? null : of(call, binding);
    }

    /** A tensor as a mask: true where it is not zero. */
    public static Mask of(Value tensor, Binding binding) {
        Mask mask = binding.mask(tensor.shape());
        binding.step(() -> {
            for (int i = 0; i < mask.data().length; i++) {
                mask.data()[i] = tensor.data()[i] != 0;
            }
        });
        return mask;
    }

    /**
     * Refuses a mask whose shape is not how the tensor's begins: Keras fails there or broadcasts, and here elements of
     * other samples would be read.
     */
    public static void checkFits(@Nullable Mask mask, Value x) {
        if (mask != null && !Arrays.equals(mask.shape(), Arrays.copyOf(x.shape(), mask.shape().length))) {
            throw new BindException("takes a mask of the shape with which its input's begins: " + Shape.of(x.shape())
                    + ". Received a mask: " + Shape.of(mask.shape()));
        }
    }

    /**
     * As {@link #checkFits(Mask, Value)}, of a layer that takes masks of so many axes only.
     *
     * @param axes the first of the input's
     */
    public static void checkFits(@Nullable Mask mask, Value x, int axes) {
        checkFits(mask, x);
        if (mask != null && mask.shape().length != axes) {
            throw new BindException("takes a mask of " + axes + " axes. Received: " + Shape.of(mask.shape()));
        }
    }

    /** From (steps, batch) to (batch, steps). */
    public static Mask transpose(Mask mask, Binding binding) {
        int rows = mask.shape()[0];
        int columns = mask.shape()[1];
        Mask target = binding.mask(columns, rows);
        binding.step(() -> {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    target.data()[j * rows + i] = mask.data()[i * columns + j];
                }
            }
        });
        return target;
    }
}
