package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Concatenation;
import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Broadcast;
import io.github.keras4j.engine.purejava.values.Lines;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Operations that move elements: reshapes, joins, splits, parts. */
final class ShapeOperations {
    private static final Set<String> NAMES = Set.of(
            "reshape",
            "transpose",
            "expand_dims",
            "squeeze",
            "concatenate",
            "stack",
            "split",
            "get_item",
            "flip",
            "take",
            "one_hot",
            "swapaxes",
            "moveaxis",
            "repeat",
            "tile",
            "broadcast_to",
            "unstack",
            "cumsum",
            "pad");

    private ShapeOperations() {}

    static boolean knows(String op) {
        return NAMES.contains(op);
    }

    static List<Value> bind(String op, List<Value> operands, Options options, Binding binding) {
        Value x = operands.get(0);
        return switch (op) {
            case "reshape" -> List.of(reshape(x, options.integers(options.has("newshape") ? "newshape" : "shape")));
            case "transpose" -> List.of(transpose(x, options, binding));
            case "swapaxes" -> List.of(swap(x, options.integer("axis1", 0), options.integer("axis2", 1), binding));
            case "moveaxis" ->
                List.of(move(x, options.integer("source", 0), options.integer("destination", 0), binding));
            case "expand_dims" -> List.of(expand(x, options));
            case "squeeze" -> List.of(squeeze(x, options));
            case "concatenate" -> List.of(Concatenation.bind(operands, options.integer("axis", -1), binding));
            case "stack" -> List.of(stack(operands, options.integer("axis", 0), binding));
            case "split" -> split(x, options, binding);
            case "unstack" -> unstack(x, options, binding);
            case "get_item" -> List.of(Slices.bind(x, options.get("key"), binding));
            case "flip" -> List.of(flip(x, options, binding));
            case "take" -> List.of(take(x, operands, options, binding));
            case "one_hot" -> List.of(oneHot(x, options, binding));
            case "repeat" -> List.of(repeat(x, options, binding));
            case "tile" -> List.of(tile(x, options.integers("repeats"), binding));
            case "broadcast_to" -> List.of(broadcast(x, options.integers("shape"), binding));
            case "cumsum" -> List.of(cumulate(x, options.integer("axis", 0), binding));
            default -> List.of(pad(x, options, binding));
        };
    }

    private static Value reshape(Value x, List<Integer> target) {
        int known = 1;
        for (int size : target) {
            known *= size < 0 ? 1 : size;
        }
        int[] shape = new int[target.size()];
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = target.get(axis) < 0 ? x.elements() / Math.max(known, 1) : target.get(axis);
        }
        if (Value.product(shape, 0, shape.length) != x.elements()) {
            throw new BindException("can't make " + target + " of " + x.toShape());
        }
        return x.reshaped(shape);
    }

    private static Value transpose(Value x, Options options, Binding binding) {
        List<Integer> axes = options.integers(options.has("axes") ? "axes" : "perm");
        int[] order = new int[x.rank()];
        for (int axis = 0; axis < order.length; axis++) {
            order[axis] = axes.isEmpty() ? order.length - 1 - axis : Lines.axis(x.rank(), axes.get(axis));
        }
        return Moves.transpose(x, binding, order);
    }

    private static Value swap(Value x, int first, int second, Binding binding) {
        int[] order = identity(x.rank());
        order[Lines.axis(x.rank(), first)] = Lines.axis(x.rank(), second);
        order[Lines.axis(x.rank(), second)] = Lines.axis(x.rank(), first);
        return Moves.transpose(x, binding, order);
    }

    private static Value move(Value x, int source, int destination, Binding binding) {
        List<Integer> order = new ArrayList<>();
        for (int axis : identity(x.rank())) {
            if (axis != Lines.axis(x.rank(), source)) {
                order.add(axis);
            }
        }
        order.add(Lines.axis(x.rank(), destination), Lines.axis(x.rank(), source));
        return Moves.transpose(
                x, binding, order.stream().mapToInt(Integer::intValue).toArray());
    }

    private static int[] identity(int rank) {
        int[] order = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            order[axis] = axis;
        }
        return order;
    }

    private static Value expand(Value x, Options options) {
        List<Integer> axes = options.integers("axis");
        Shape shape = x.toShape();
        for (int axis : axes) {
            int at = axis < 0 ? axis + shape.rank() + 1 : axis;
            int[] sizes = new int[shape.rank() + 1];
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = i == at ? 1 : shape.size(i < at ? i : i - 1);
            }
            shape = Shape.of(sizes);
        }
        return x.reshaped(shape.sizes());
    }

    private static Value squeeze(Value x, Options options) {
        List<Integer> axes = options.integers("axis").stream()
                .map(axis -> Lines.axis(x.rank(), axis))
                .toList();
        int[] shape = new int[x.rank()];
        int rank = 0;
        for (int axis = 0; axis < x.rank(); axis++) {
            boolean drop = axes.isEmpty() ? x.size(axis) == 1 : axes.contains(axis);
            if (drop && x.size(axis) != 1) {
                throw new BindException("squeeze of an axis of size " + x.size(axis));
            }
            if (!drop) {
                shape[rank++] = x.size(axis);
            }
        }
        return x.reshaped(Arrays.copyOf(shape, rank));
    }

    private static Value stack(List<Value> parts, int axis, Binding binding) {
        Options at = new Options(java.util.Map.of("axis", axis));
        return Concatenation.bind(parts.stream().map(part -> expand(part, at)).toList(), axis, binding);
    }

    private static List<Value> split(Value x, Options options, Binding binding) {
        int axis = Lines.axis(x.rank(), options.integer("axis", 0));
        String name = options.has("indices_or_sections") ? "indices_or_sections" : "num_or_size_splits";
        List<Integer> given = options.integers(name);
        List<Integer> sizes = new ArrayList<>();
        if (options.get(name) instanceof Number number) {
            for (int i = 0; i < number.intValue(); i++) {
                sizes.add(x.size(axis) / number.intValue());
            }
        } else if (name.startsWith("num")) {
            int known = given.stream()
                    .filter(size -> size >= 0)
                    .mapToInt(size -> size)
                    .sum();
            given.forEach(size -> sizes.add(size >= 0 ? size : x.size(axis) - known));
        } else {
            int before = 0;
            for (int end : given) {
                sizes.add(end - before);
                before = end;
            }
            sizes.add(x.size(axis) - before);
        }
        List<Value> parts = new ArrayList<>();
        int from = 0;
        for (int size : sizes) {
            parts.add(Slices.range(x, axis, from, size, binding));
            from += size;
        }
        if (from != x.size(axis)) {
            throw new BindException("parts " + sizes + " do not fill an axis of size " + x.size(axis));
        }
        return parts;
    }

    private static List<Value> unstack(Value x, Options options, Binding binding) {
        int axis = Lines.axis(x.rank(), options.integer("axis", 0));
        List<Value> parts = new ArrayList<>();
        for (int i = 0; i < x.size(axis); i++) {
            Value part = Slices.range(x, axis, i, 1, binding);
            parts.add(squeeze(part, new Options(java.util.Map.of("axis", axis))));
        }
        return parts;
    }

    private static Value flip(Value x, Options options, Binding binding) {
        List<Integer> axes = options.integers("axis");
        Value y = x;
        for (int axis = 0; axis < x.rank(); axis++) {
            if (axes.isEmpty() || axes.contains(axis) || axes.contains(axis - x.rank())) {
                y = Moves.reverse(y, binding, axis);
            }
        }
        return y;
    }

    private static Value take(Value x, List<Value> operands, Options options, Binding binding) {
        List<Integer> constants = options.integers("indices");
        Value indices = operands.size() > 1 ? operands.get(1) : constant(options, constants);
        int axis = Lines.axis(x.rank(), options.integer("axis", 0));
        int count = indices.elements();
        int size = x.size(axis);
        int outer = Value.product(x.shape(), 0, axis);
        int inner = Value.product(x.shape(), axis + 1, x.rank());
        List<Integer> shape = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            if (i == axis) {
                Arrays.stream(indices.shape()).forEach(shape::add);
            } else {
                shape.add(x.size(i));
            }
        }
        Value y = binding.value(shape.stream().mapToInt(Integer::intValue).toArray());
        binding.step(() -> {
            for (int line = 0; line < outer; line++) {
                for (int i = 0; i < count; i++) {
                    int index = (int) indices.data()[i];
                    index = index < 0 ? index + size : index;
                    if (index < 0 || index >= size) {
                        throw new Keras4jException(
                                "take takes indices from 0 to " + (size - 1) + ". Received: " + indices.data()[i]);
                    }
                    System.arraycopy(
                            x.data(), (line * size + index) * inner, y.data(), (line * count + i) * inner, inner);
                }
            }
        });
        return y;
    }

    private static Value constant(Options options, List<Integer> values) {
        float[] data = new float[values.size()];
        for (int i = 0; i < data.length; i++) {
            data[i] = values.get(i);
        }
        return options.get("indices") instanceof Number ? new Value(data, new int[0]) : new Value(data, data.length);
    }

    private static Value oneHot(Value x, Options options, Binding binding) {
        int depth = options.integer(options.has("num_classes") ? "num_classes" : "depth", 0);
        if (options.integer("axis", -1) != -1 && options.integer("axis", -1) != x.rank()) {
            throw new BindException("one_hot along an inner axis. Received: axis=" + options.get("axis"));
        }
        int[] shape = Arrays.copyOf(x.shape(), x.rank() + 1);
        shape[x.rank()] = depth;
        Value y = binding.value(shape);
        binding.step(() -> {
            Arrays.fill(y.data(), 0);
            for (int i = 0, n = x.elements(); i < n; i++) {
                int index = (int) x.data()[i];
                if (index >= 0 && index < depth) {
                    y.data()[i * depth + index] = 1;
                }
            }
        });
        return y;
    }

    private static Value repeat(Value x, Options options, Binding binding) {
        int times = options.integer("repeats", 1);
        if (!options.has("axis")) {
            throw new BindException("repeat without an axis");
        }
        int axis = Lines.axis(x.rank(), options.integer("axis", 0));
        int inner = Value.product(x.shape(), axis + 1, x.rank());
        int[] shape = x.shape().clone();
        shape[axis] *= times;
        int[] positions = new int[Value.product(shape, 0, shape.length)];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = i / inner / times * inner + i % inner;
        }
        return Moves.gather(x, positions, shape, binding);
    }

    private static Value tile(Value x, List<Integer> repeats, Binding binding) {
        Value y = x;
        for (int i = 0; i < repeats.size(); i++) {
            int axis = x.rank() - repeats.size() + i;
            if (axis < 0) {
                throw new BindException("tile with more repeats than axes. Received: " + repeats);
            }
            y = Concatenation.bind(java.util.Collections.nCopies(repeats.get(i), y), axis, binding);
        }
        return y;
    }

    private static Value broadcast(Value x, List<Integer> shape, Binding binding) {
        int[] sizes = shape.stream().mapToInt(Integer::intValue).toArray();
        return Moves.gather(x, Broadcast.positions(x.shape(), sizes), sizes, binding);
    }

    private static Value cumulate(Value x, int axis, Binding binding) {
        Value y = binding.valueLike(x);
        Lines lines = Lines.of(x.shape(), axis);
        binding.step(() -> {
            for (int line = 0; line < lines.count(); line++) {
                float sum = 0;
                for (int i = 0, p = lines.start(line); i < lines.length(); i++, p += lines.stride()) {
                    sum += x.data()[p];
                    y.data()[p] = sum;
                }
            }
        });
        return y;
    }

    private static Value pad(Value x, Options options, Binding binding) {
        String mode = options.has("mode") ? String.valueOf(options.get("mode")) : "constant";
        if (!mode.equalsIgnoreCase("constant") || options.number("constant_values", 0) != 0) {
            throw new BindException("pad with anything but zeros. Received: mode=" + mode);
        }
        if (!(options.get(options.has("pad_width") ? "pad_width" : "paddings") instanceof List<?> widths)
                || widths.size() != x.rank()) {
            throw new BindException("pad takes two widths for each axis");
        }
        Value y = x;
        for (int axis = 0; axis < x.rank(); axis++) {
            Options width = new Options(java.util.Map.of("w", widths.get(axis)));
            List<Integer> ends = width.integers("w");
            y = Slices.padded(y, axis, ends.get(0), ends.get(ends.size() - 1), binding);
        }
        return y;
    }
}
