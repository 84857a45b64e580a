package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.Broadcast;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Activation;
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
    /** From so many numbers on, those that lie together are taken together. */
    private static final int STRETCH = 8;

    /** So many numbers stay in the first-level cache. */
    private static final int PIECE = 2048;

    private final Merging.Operation operation;
    private final boolean any;
    private final boolean none;

    /** An activation of single elements that follows; null: none. */
    private final @Nullable Activation activation;

    public ElementwiseLayer(Merging.Elementwise layer) {
        this(layer, null);
    }

    /** With an activation of single elements behind it. */
    public ElementwiseLayer(Merging.Elementwise layer, @Nullable Activation activation) {
        this.activation = activation;
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
        Value y = binding.passing(shape);
        switch (operation) {
            case MULTIPLY, MAXIMUM, MINIMUM -> {
                if (masked) {
                    Value merged = new MaskedMerge(operation, inputs, y).bind(binding);
                    activate(merged, binding);
                    return List.of(merged);
                }
            }
            default -> {}
        }
        if (!mergeTwo(inputs, y, binding)) {
            merge(inputs, y, binding);
            activate(y, binding);
        }
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

    private void activate(Value y, Binding binding) {
        Activation behind = activation;
        Kernels kernels = binding.kernels();
        int n = y.elements();
        if (behind != null) {
            binding.step(() -> kernels.activate(behind, y.data(), 0, n));
        }
    }

    /** A sum or product of two inputs of one shape, and the activation while it is still in the cache. */
    private boolean mergeTwo(List<Value> inputs, Value y, Binding binding) {
        boolean alike = inputs.size() == 2
                && Arrays.equals(inputs.get(0).shape(), y.shape())
                && Arrays.equals(inputs.get(1).shape(), y.shape());
        boolean adds = operation == Merging.Operation.ADD;
        if (!alike || !adds && operation != Merging.Operation.MULTIPLY) {
            return false;
        }
        float[] a = inputs.get(0).data();
        float[] b = inputs.get(1).data();
        float[] out = y.data();
        int n = y.elements();
        Activation behind = activation;
        Kernels kernels = binding.kernels();
        binding.step(() -> {
            for (int at = 0; at < n; at += PIECE) {
                int count = Math.min(PIECE, n - at);
                if (adds) {
                    kernels.add(count, a, at, b, at, out, at);
                } else {
                    kernels.multiply(count, a, at, b, at, out, at);
                }
                if (behind != null) {
                    kernels.activate(behind, out, at, count);
                }
            }
        });
        return true;
    }

    private void merge(List<Value> inputs, Value y, Binding binding) {
        int count = inputs.size();
        int n = y.elements();
        float[] out = y.data();
        float[] left = null; // what is merged so far: nothing, the first input where it lies, or out
        for (Value input : inputs) {
            boolean whole = Arrays.equals(input.shape(), y.shape());
            if (left == null && whole && count > 1) {
                left = input.data();
            } else {
                binding.step(merge(left, input, y, binding.kernels()));
                left = out;
            }
        }
        if (operation == Merging.Operation.AVERAGE) {
            binding.step(() -> {
                for (int i = 0; i < n; i++) {
                    out[i] /= count;
                }
            });
        }
    }

    /** Merges one more input into {@code y}; with {@code left} null it is the first. */
    private Runnable merge(float @Nullable [] left, Value input, Value y, Kernels kernels) {
        float[] x = input.data();
        float[] out = y.data();
        int n = y.elements();
        if (stretch(input, y) >= STRETCH) {
            return stretches(kernels, left, input, y);
        }
        int[] at = Arrays.equals(input.shape(), y.shape()) ? null : Broadcast.positions(input.shape(), y.shape());
        if (left == null) {
            return () -> copy(x, at, out, n);
        }
        if (at == null && operation == Merging.Operation.MULTIPLY) {
            return () -> kernels.multiply(n, left, 0, x, 0, out, 0);
        }
        if (at == null && adds()) {
            return () -> kernels.add(n, left, 0, x, 0, out, 0);
        }
        return () -> combine(left, x, at, out, n);
    }

    private boolean adds() {
        return operation == Merging.Operation.ADD || operation == Merging.Operation.AVERAGE;
    }

    /** How many of the output's last numbers lie together in an input that repeats along axes before them. */
    private static int stretch(Value x, Value y) {
        int stretch = 1;
        int axis = y.rank() - 1;
        for (; axis >= 0 && x.size(axis) == y.size(axis); axis--) {
            stretch *= y.size(axis);
        }
        return axis < 0 ? 0 : stretch;
    }

    /** An input that repeats, by stretches. */
    private Runnable stretches(Kernels kernels, float @Nullable [] left, Value x, Value y) {
        int n = stretch(x, y);
        int outer = y.elements() / Math.max(n, 1);
        int[] leading = y.shape().clone();
        int[] given = x.shape().clone();
        for (int axis = y.rank() - 1, rest = n; rest > 1; axis--) {
            rest /= leading[axis];
            leading[axis] = 1;
            given[axis] = 1;
        }
        int[] at = Broadcast.positions(given, leading);
        float[] out = y.data();
        return () -> {
            for (int i = 0; i < outer; i++) {
                int from = at[i] * n;
                int to = i * n;
                if (left == null) {
                    System.arraycopy(x.data(), from, out, to, n);
                } else {
                    switch (operation) {
                        case ADD, AVERAGE -> kernels.add(n, left, to, x.data(), from, out, to);
                        case MULTIPLY -> kernels.multiply(n, left, to, x.data(), from, out, to);
                        default -> {
                            for (int j = 0; j < n; j++) {
                                out[to + j] = apply(operation, left[to + j], x.data()[from + j]);
                            }
                        }
                    }
                }
            }
        };
    }

    private static void copy(float[] x, int @Nullable [] at, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[at == null ? i : at[i]];
        }
    }

    private void combine(float[] left, float[] x, int @Nullable [] at, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = apply(operation, left[i], x[at == null ? i : at[i]]);
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
