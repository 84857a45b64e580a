package io.github.keras4j.engine.purejava.activations;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.values.Broadcast;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations.AtMask;
import org.jspecify.annotations.Nullable;

/**
 * The Softmax layer, which unlike the activation of that name may look at a mask: see {@link AtMask}.
 */
final class MaskedSoftmax {
    private static final float MASKED = -1e9f;

    private MaskedSoftmax() {}

    /** Works on {@code x} in place; the mask is the call's keyword or the input's own. */
    static Value bind(Activation activation, AtMask atMask, Value x, Call call, Binding binding) {
        Value keyword = call.keywordInputs().get("mask");
        Mask own = call.input().mask();
        if (keyword == null && own == null) {
            return ActivateLayer.inPlace(activation, x, binding);
        }
        boolean[] masked = new boolean[x.elements()];
        int[] maskShape = keyword != null
                ? keyword.shape()
                : java.util.Objects.requireNonNull(own).shape();
        int[] positions = Broadcast.positions(maskShape, x.shape());
        boolean zero = atMask == AtMask.ZERO;
        binding.step(() -> {
            for (int i = 0; i < masked.length; i++) {
                masked[i] = !isOn(keyword, own, positions[i]);
                if (masked[i]) {
                    x.data()[i] = zero ? MASKED : x.data()[i] + MASKED;
                }
            }
        });
        ActivateLayer.inPlace(activation, x, binding);
        if (zero) {
            binding.step(() -> {
                for (int i = 0; i < masked.length; i++) {
                    x.data()[i] = masked[i] ? 0 : x.data()[i];
                }
            });
        }
        return x;
    }

    private static boolean isOn(@Nullable Value keyword, @Nullable Mask own, int at) {
        return keyword != null ? keyword.data()[at] > 0.5f : own != null && own.data()[at];
    }
}
