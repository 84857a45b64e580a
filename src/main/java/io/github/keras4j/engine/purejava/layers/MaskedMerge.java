package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Merging;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Multiply, Maximum and Minimum with {@link Merging.Masks#ANY} (Keras 3's merging/multiply.py, base_merge.py): a masked
 * element is left out of the result, and the output's mask is any of the inputs' where all have one.
 */
final class MaskedMerge {
    private final Merging.Operation operation;
    private final List<Value> inputs;
    private final Value y;

    MaskedMerge(Merging.Operation operation, List<Value> inputs, Value y) {
        this.operation = operation;
        this.inputs = inputs;
        this.y = y;
        for (Value input : inputs) {
            Mask mask = input.mask();
            if (!Arrays.equals(input.shape(), y.shape())
                    || mask != null && mask.data().length * y.lastSize() != y.elements()) {
                throw new BindException("masked inputs of different shapes");
            }
        }
    }

    Value bind(Binding binding) {
        boolean all = inputs.stream().allMatch(input -> input.mask() != null);
        boolean[] counts = new boolean[y.elements()];
        boolean multiply = operation == Merging.Operation.MULTIPLY;
        binding.step(() -> {
            for (int i = 0; i < counts.length; i++) {
                if (multiply) {
                    multiply(i, counts, all);
                } else {
                    extreme(i, counts);
                }
            }
        });
        if (!all) {
            return y;
        }
        int features = y.lastSize();
        Mask mask = binding.mask(Arrays.copyOf(y.shape(), y.rank() - 1));
        binding.step(() -> {
            for (int row = 0; row < mask.data().length; row++) {
                mask.data()[row] = counts[row * features];
            }
        });
        return y.withMask(mask);
    }

    private void multiply(int i, boolean[] counts, boolean all) {
        float product = 1;
        boolean any = false;
        for (Value input : inputs) {
            if (isOn(input.mask(), i)) {
                product *= input.data()[i];
                any = true;
            }
        }
        counts[i] = any;
        y.data()[i] = all && !any ? 0 : product;
    }

    /** Literally base_merge.py's loop, in which an unmasked input makes the running mask vanish. */
    private void extreme(int i, boolean[] counts) {
        float result = inputs.get(0).data()[i];
        boolean hasMask = inputs.get(0).mask() != null;
        boolean on = isOn(inputs.get(0).mask(), i);
        for (Value input : inputs.subList(1, inputs.size())) {
            Mask mask = input.mask();
            float x = mask == null || isOn(mask, i) ? input.data()[i] : result;
            result = !hasMask || on ? result : x;
            hasMask &= mask != null;
            on = hasMask && (on || isOn(mask, i));
            result = ElementwiseLayer.apply(operation, result, x);
        }
        counts[i] = on;
        y.data()[i] = result;
    }

    private boolean isOn(@Nullable Mask mask, int i) {
        return mask == null || mask.data()[i / y.lastSize()];
    }
}
