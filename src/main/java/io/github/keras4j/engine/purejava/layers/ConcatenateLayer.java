package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Concatenation;
import io.github.keras4j.engine.purejava.program.Masks;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Merging;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Concatenates inputs. Masks are broadcast over their inputs' features and concatenated along the same axis; a step is
 * then unmasked if all (or any) of its elements are.
 */
public final class ConcatenateLayer implements CompiledLayer {
    private final int axis;
    private final boolean any;
    private final boolean none;

    public ConcatenateLayer(Merging.Concatenate layer) {
        axis = layer.axis();
        any = layer.masks() == Merging.Masks.ANY;
        none = layer.masks() == Merging.Masks.NONE;
    }

    @Override
    public boolean takesTexts() {
        return true;
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        List<Value> inputs = call.inputs();
        Value y = Concatenation.bind(inputs, axis, binding);
        return List.of(y.withMask(mask(inputs, y, binding)));
    }

    private @Nullable Mask mask(List<Value> inputs, Value y, Binding binding) {
        if (none || inputs.stream().allMatch(input -> input.mask() == null)) {
            return null;
        }
        List<Value> spread =
                inputs.stream().map(input -> spread(input, binding)).toList();
        Value together = Concatenation.bind(spread, axis, binding);
        Mask mask = binding.mask(Arrays.copyOf(y.shape(), y.rank() - 1));
        int features = y.lastSize();
        binding.step(() -> {
            for (int row = 0; row < mask.data().length; row++) {
                boolean value = !any;
                for (int i = row * features; i < (row + 1) * features; i++) {
                    boolean on = together.data()[i] != 0;
                    value = any ? value | on : value & on;
                }
                mask.data()[row] = value;
            }
        });
        return mask;
    }

    /** 1 where a feature is unmasked, else 0. */
    private static Value spread(Value input, Binding binding) {
        Value spread = binding.valueLike(input);
        Mask mask = input.mask();
        Masks.checkFits(mask, input);
        if (mask == null) {
            Arrays.fill(spread.data(), 1);
            return spread;
        }
        int features = spread.elements() / Math.max(mask.data().length, 1);
        binding.step(() -> {
            for (int i = 0; i < spread.data().length; i++) {
                spread.data()[i] = mask.data()[i / features] ? 1 : 0;
            }
        });
        return spread;
    }
}
