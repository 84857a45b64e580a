package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.Merging;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Multiply, Maximum and Minimum with {@link Merging.Masks#ANY}: a masked element is left out, and the output's mask is
 * any of the inputs' where all have one (Keras 3's merging/multiply.py and base_merge.py).
 */
final class MaskedMerge {
    private MaskedMerge() {}

    /** The mask with an axis of features, so that it broadcasts. */
    private static @Nullable INDArray on(Value x) {
        INDArray mask = x.mask();
        if (mask == null) {
            return null;
        }
        if (mask.length() * x.size(-1) != x.length()) {
            throw new UnfitException("masked inputs of different shapes");
        }
        long[] shape = x.shape().clone();
        shape[shape.length - 1] = 1;
        return Arrays.reshape(mask, shape);
    }

    static Value multiply(List<Value> inputs) {
        Value product = Value.of(Arrays.number(inputs.get(0).data(), 1));
        INDArray any = null;
        boolean all = true;
        for (Value input : inputs) {
            check(input, inputs.get(0));
            INDArray on = on(input);
            all &= on != null;
            product = Ops.mul(
                    product, on == null ? input : Ops.where(on, input, Value.of(Arrays.number(input.data(), 1))));
            any = on == null ? any : any == null ? on : Arrays.op("maximum", any, on);
        }
        if (!all || any == null) {
            return product;
        }
        return Ops.where(any, product, Value.of(Arrays.number(any, 0))).withMask(withoutFeatures(any));
    }

    /** Literally base_merge.py's loop, in which an unmasked input makes the running mask vanish. */
    static Value extreme(Merging.Operation operation, List<Value> inputs) {
        Value result = inputs.get(0).withMask(null);
        INDArray running = on(inputs.get(0));
        for (Value input : inputs.subList(1, inputs.size())) {
            check(input, inputs.get(0));
            INDArray mask = on(input);
            Value x = mask == null ? input.withMask(null) : Ops.where(mask, input, result);
            result = running == null ? result : Ops.where(running, result, x);
            running = running == null || mask == null ? null : Arrays.op("maximum", running, mask);
            result = MergingComputations.apply(operation, result, x);
        }
        boolean all = inputs.stream().allMatch(input -> input.mask() != null);
        return all && running != null ? result.withMask(withoutFeatures(running)) : result;
    }

    private static void check(Value input, Value first) {
        if (!java.util.Arrays.equals(input.shape(), first.shape())) {
            throw new UnfitException("masked inputs of different shapes");
        }
    }

    private static INDArray withoutFeatures(INDArray mask) {
        return Arrays.reshape(mask, java.util.Arrays.copyOf(mask.shape(), mask.rank() - 1));
    }
}
