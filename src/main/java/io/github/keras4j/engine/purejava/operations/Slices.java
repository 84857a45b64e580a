package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts of tensors by numpy's basic indexing. */
final class Slices {
    private Slices() {}

    /** Elements {@code from} to {@code from + size} of an axis. */
    static Value range(Value x, int axis, int from, int size, Binding binding) {
        int[] shape = x.shape().clone();
        shape[axis] = size;
        int[] strides = Moves.strides(x.shape());
        return Moves.gather(x, Moves.positions(shape, strides, from * strides[axis]), shape, binding);
    }

    /** Zeros before and after an axis. */
    static Value padded(Value x, int axis, int before, int after, Binding binding) {
        int[] shape = x.shape().clone();
        shape[axis] += before + after;
        int inner = Value.product(shape, axis + 1, shape.length);
        int[] positions = new int[Value.product(shape, 0, shape.length)];
        for (int i = 0; i < positions.length; i++) {
            int at = i / inner % shape[axis] - before;
            int line = i / inner / shape[axis];
            positions[i] = at < 0 || at >= x.size(axis) ? -1 : (line * x.size(axis) + at) * inner + i % inner;
        }
        return Moves.gather(x, positions, shape, binding);
    }

    /**
     * {@code x[key]}.
     *
     * @param key a list of entries, one per axis: an integer; a map with {@code start}, {@code stop}, {@code step}
     *     (each an integer or null); {@code "..."} for all axes between; null or {@code "newaxis"} for a new one
     */
    static Value bind(Value x, @Nullable Object key, Binding binding) {
        List<Object> entries = new ArrayList<>();
        if (key instanceof List<?> list) {
            list.forEach(entry -> entries.add(entry == null ? "newaxis" : entry));
        } else if (key != null) {
            entries.add(key);
        }
        int used = (int) entries.stream()
                .filter(entry -> !entry.equals("...") && !entry.equals("newaxis"))
                .count();
        List<Integer> shape = new ArrayList<>();
        List<Integer> stride = new ArrayList<>();
        int[] strides = Moves.strides(x.shape());
        int start = 0;
        int axis = 0;
        if (!entries.contains("...")) {
            entries.add("...");
        }
        for (Object entry : entries) {
            if (entry.equals("...")) {
                for (int left = x.rank() - used; left > 0; left--, axis++) {
                    shape.add(x.size(axis));
                    stride.add(strides[axis]);
                }
            } else if (entry.equals("newaxis")) {
                shape.add(1);
                stride.add(0);
            } else if (axis >= x.rank()) {
                throw new BindException("more indices than axes. Received: " + key);
            } else if (entry instanceof Number number) {
                int at = number.intValue() < 0 ? number.intValue() + x.size(axis) : number.intValue();
                if (at < 0 || at >= x.size(axis)) {
                    throw new BindException("index out of range. Received: " + number);
                }
                start += at * strides[axis++];
            } else if (entry instanceof Map<?, ?> map) {
                int[] part = part(map, x.size(axis));
                shape.add(part[1]);
                stride.add(part[2] * strides[axis]);
                start += part[0] * strides[axis++];
            } else {
                throw new BindException("an index that is not known here. Received: " + entry);
            }
        }
        int[] sizes = shape.stream().mapToInt(Integer::intValue).toArray();
        int[] steps = stride.stream().mapToInt(Integer::intValue).toArray();
        return Moves.gather(x, Moves.positions(sizes, steps, start), sizes, binding);
    }

    /** Python's slice.indices: first position, count, step. */
    private static int[] part(Map<?, ?> slice, int size) {
        int step = slice.get("step") instanceof Number number ? number.intValue() : 1;
        int low = step > 0 ? 0 : -1;
        int high = step > 0 ? size : size - 1;
        int start = bound(slice.get("start"), size, low, high, step > 0 ? low : high);
        int stop = bound(slice.get("stop"), size, low, high, step > 0 ? high : low);
        int count = step > 0 ? (stop - start + step - 1) / step : (start - stop - step - 1) / -step;
        return new int[] {Math.max(start, 0), Math.max(count, 0), step};
    }

    private static int bound(@Nullable Object value, int size, int low, int high, int otherwise) {
        if (!(value instanceof Number number)) {
            return otherwise;
        }
        int at = number.intValue() < 0 ? number.intValue() + size : number.intValue();
        return Math.max(low, Math.min(at, high));
    }
}
