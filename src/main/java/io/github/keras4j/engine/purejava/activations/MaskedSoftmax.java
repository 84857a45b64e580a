package io.github.keras4j.engine.purejava.activations;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.values.Broadcast;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Activations.AtMask;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The Softmax layer, which unlike the activation of that name may look at a mask: see {@link AtMask}.
 */
final class MaskedSoftmax {
    private static final float MASKED = -1e9f;

    private MaskedSoftmax() {}

    /**
     * Works on {@code x} in place; the mask is the call's keyword or the input's own.
     *
     * @param softmax adds the steps that take the softmax of {@code x}
     */
    static Value bind(AtMask atMask, Value x, Call call, Binding binding, Runnable softmax) {
        Value keyword = call.keywordInputs().get("mask");
        Mask own = call.input().mask();
        if (atMask == AtMask.SAME || keyword == null && own == null) {
            softmax.run();
            return x;
        }
        int[] shape = keyword != null
                ? keyword.shape()
                : java.util.Objects.requireNonNull(own).shape();
        int[] positions = Broadcast.positions(shape, x.shape());
        float[] factors = new float[x.elements()];
        IntToDoubleFunction given = numbers(atMask, keyword, own);
        boolean replaces = atMask == AtMask.ZERO;
        binding.step(() -> {
            for (int i = 0; i < factors.length; i++) {
                factors[i] = (float) given.applyAsDouble(positions[i]);
                x.data()[i] =
                        replaces ? factors[i] == 0 ? MASKED : x.data()[i] : x.data()[i] + (1 - factors[i]) * MASKED;
            }
        });
        softmax.run();
        if (atMask != AtMask.LOWERED) {
            binding.step(() -> {
                for (int i = 0; i < factors.length; i++) {
                    x.data()[i] = factors[i] == 0 ? 0 : x.data()[i] * factors[i];
                }
            });
        }
        return x;
    }

    /** 1 where there is no mask and 0 where there is; other numbers where they count. */
    private static IntToDoubleFunction numbers(AtMask atMask, @Nullable Value keyword, @Nullable Mask own) {
        if (keyword == null) {
            return at -> own != null && own.data()[at] ? 1 : 0;
        }
        return atMask == AtMask.ZERO ? at -> keyword.data()[at] > 0.5f ? 1 : 0 : at -> keyword.data()[at];
    }
}
