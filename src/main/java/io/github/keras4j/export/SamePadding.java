package io.github.keras4j.export;

import io.github.keras4j.model.Padding;
import java.util.List;

/**
 * Theano's {@code same} pads half of the kernel on both sides. With odd kernels and stride 1 that is what
 * TensorFlow's does too; otherwise no later Keras has it.
 */
public final class SamePadding {
    private SamePadding() {}

    public static Padding resolved(
            Padding padding, List<Integer> kernel, List<Integer> strides, List<Integer> dilation) {
        if (padding != Padding.THEANO_SAME || strides.stream().anyMatch(stride -> stride != 1)) {
            return padding;
        }
        for (int axis = 0; axis < kernel.size(); axis++) {
            if ((kernel.get(axis) - 1) * dilation.get(axis) % 2 != 0) {
                return padding;
            }
        }
        return Padding.SAME;
    }
}
