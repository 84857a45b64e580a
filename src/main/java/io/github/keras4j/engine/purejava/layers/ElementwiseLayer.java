package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.Broadcast;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Merging;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Add, Subtract, Multiply, Average, Maximum, Minimum. Inputs of fewer axes get new ones behind the batch axis, as
 * Keras's {@code _Merge.call} adds them. Masks: see {@link Merging.Masks}.
 */
public final class ElementwiseLayer implements CompiledLayer {
    private final Merging.Operation operation;
    private final boolean any;
    private final boolean none;

    public ElementwiseLayer(Merging.Elementwise layer) {
        operation = layer.operation();
        any = layer.masks() == Merging.Masks.ANY;
        none = layer.masks() == Merging.Masks.NONE;
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        int rank = call.inputs().stream().mapToInt(Value::rank).max().orElse(0);
        List<Value> inputs = call.inputs().stream().map(x -> expand(x, rank)).toList();
        int[] shape = inputs.get(0).shape();
        for (Value input : inputs) {
            shape = Broadcast.shape(shape, input.shape());
        }
        boolean masked = any && inputs.stream().anyMatch(x -> x.mask() != null);
        Value y = binding.value(shape);
        switch (operation) {
            case MULTIPLY, MAXIMUM, MINIMUM -> {
                if (masked) {
                    return List.of(new MaskedMerge(operation, inputs, y).bind(binding));
                }
            }
            default -> {}
        }
        merge(inputs, y, binding);
        return List.of(y.withMask(mask(inputs, binding)));
    }

    private static Value expand(Value x, int rank) {
        if (x.rank() == rank) {
            return x;
        }
        int[] shape = new int[rank];
        Arrays.fill(shape, 1);
        shape[0] = x.size(0);
        System.arraycopy(x.shape(), 1, shape, 1 + rank - x.rank(), x.rank() - 1);
        return x.reshaped(shape).withMask(x.mask());
    }

    private @Nullable Mask mask(List<Value> inputs, Binding binding) {
        List<Mask> masks = new ArrayList<>();
        for (Value input : inputs) {
            if (input.mask() != null) {
                masks.add(Objects.requireNonNull(input.mask()));
            }
        }
        return none || any && masks.size() < inputs.size() ? null : binding.combine(masks, any);
    }

    private void merge(List<Value> inputs, Value y, Binding binding) {
        Kernels kernels = binding.kernels();
        int n = y.elements();
        float[] out = y.data();
        boolean first = true;
        for (Value input : inputs) {
            float[] x = input.data();
            int[] at = Arrays.equals(input.shape(), y.shape()) ? null : Broadcast.positions(input.shape(), y.shape());
            if (first) {
                binding.step(() -> copy(x, at, out, n));
            } else if (at == null && operation == Merging.Operation.MULTIPLY) {
                binding.step(() -> kernels.multiply(n, out, 0, x, 0, out, 0));
            } else if (at == null && (operation == Merging.Operation.ADD || operation == Merging.Operation.AVERAGE)) {
                binding.step(() -> kernels.add(n, out, 0, x, 0, out, 0));
            } else {
                binding.step(() -> combine(x, at, out, n));
            }
            first = false;
        }
        if (operation == Merging.Operation.AVERAGE) {
            int count = inputs.size();
            binding.step(() -> {
                for (int i = 0; i < n; i++) {
                    out[i] /= count;
                }
            });
        }
    }

    private static void copy(float[] x, int @Nullable [] at, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[at == null ? i : at[i]];
        }
    }

    private void combine(float[] x, int @Nullable [] at, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = apply(operation, out[i], x[at == null ? i : at[i]]);
        }
    }

    static float apply(Merging.Operation operation, float a, float b) {
        return switch (operation) {
            case ADD, AVERAGE -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case MAXIMUM -> Math.max(a, b);
            case MINIMUM -> Math.min(a, b);
        };
    }
}
