package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Concatenation;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Lines;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Operations that join tensors, and that cut one in parts. */
final class Joins {
    private Joins() {}

    static void addTo(Map<String, Operation> all) {
        Operations.single(
                all,
                "concatenate",
                call -> Concatenation.bind(call.values("xs"), call.integer("axis"), call.binding()));
        Operations.single(all, "stack", call -> stack(call.values("x"), call.integer("axis"), call.binding()));
        Operations.single(all, "append", Joins::append);
        Operations.single(all, "hstack", call -> {
            List<Value> parts = atLeast(call.values("xs"), 1);
            return Concatenation.bind(parts, parts.get(0).rank() == 1 ? 0 : 1, call.binding());
        });
        Operations.single(all, "vstack", call -> Concatenation.bind(atLeast(call.values("xs"), 2), 0, call.binding()));
        Operations.single(all, "dstack", call -> Concatenation.bind(atLeast(call.values("xs"), 3), 2, call.binding()));
        all.put("split", call -> split(call, call.integer("axis"), false));
        all.put("array_split", call -> split(call, call.integer("axis"), true));
        all.put("hsplit", call -> split(call, call.x().rank() == 1 ? 0 : 1, false));
        all.put("vsplit", call -> split(call, 0, false));
        all.put("dsplit", call -> split(call, 2, false));
        all.put("split_sizes", Joins::splitSizes);
        all.put("unstack", Joins::unstack);
        all.put("meshgrid", Joins::meshgrid);
    }

    static Value stack(List<Value> parts, int axis, Binding binding) {
        return Concatenation.bind(
                parts.stream().map(part -> Reshapes.expand(part, List.of(axis))).toList(), axis, binding);
    }

    private static Value append(OperationCall call) {
        Value a = call.value("x1");
        Value b = call.value("x2");
        return call.has("axis")
                ? Concatenation.bind(List.of(a, b), call.integer("axis"), call.binding())
                : Concatenation.bind(List.of(a.reshaped(a.elements()), b.reshaped(b.elements())), 0, call.binding());
    }

    /** numpy's atleast_1d, atleast_2d (axes before) and atleast_3d (one before, one behind). */
    private static List<Value> atLeast(List<Value> parts, int rank) {
        return parts.stream()
                .map(part -> {
                    int[] shape = part.shape();
                    if (part.rank() == 0) {
                        shape = new int[] {1};
                    }
                    if (rank > 1 && shape.length == 1) {
                        shape = new int[] {1, shape[0]};
                    }
                    if (rank > 2 && shape.length == 2) {
                        shape = new int[] {shape[0], shape[1], 1};
                    }
                    return part.reshaped(shape);
                })
                .toList();
    }

    /** Equal parts, or cut before the indices; {@code uneven}: the first parts take what is left over. */
    private static List<Value> split(OperationCall call, int axisGiven, boolean uneven) {
        Value x = call.x();
        int axis = Lines.axis(x.rank(), axisGiven);
        int size = x.size(axis);
        List<Integer> given = call.integers("indices_or_sections");
        List<Integer> sizes = new ArrayList<>();
        if (call.isList("indices_or_sections")) {
            int before = 0;
            for (int end : given) {
                int at = Math.max(0, Math.min(end < 0 ? end + size : end, size));
                sizes.add(Math.max(at - before, 0));
                before = at;
            }
            sizes.add(size - before);
        } else {
            int parts = given.get(0);
            if (!uneven && size % parts != 0) {
                throw new BindException("split of an axis of size " + size + " in " + parts);
            }
            for (int i = 0; i < parts; i++) {
                sizes.add(size / parts + (i < size % parts ? 1 : 0));
            }
        }
        return cut(call, x, axis, sizes);
    }

    private static List<Value> splitSizes(OperationCall call) {
        Value x = call.x();
        int axis = Lines.axis(x.rank(), call.integer("axis"));
        int size = x.size(axis);
        List<Integer> given = call.integers("sizes");
        List<Integer> sizes = new ArrayList<>();
        if (call.isList("sizes")) {
            int known = given.stream()
                    .filter(part -> part >= 0)
                    .mapToInt(part -> part)
                    .sum();
            given.forEach(part -> sizes.add(part >= 0 ? part : size - known));
        } else {
            for (int i = 0; i < given.get(0); i++) {
                sizes.add(size / given.get(0));
            }
        }
        if (sizes.stream().mapToInt(part -> part).sum() != size) {
            throw new BindException("parts " + sizes + " do not fill an axis of size " + size);
        }
        return cut(call, x, axis, sizes);
    }

    private static List<Value> cut(OperationCall call, Value x, int axis, List<Integer> sizes) {
        List<Value> parts = new ArrayList<>();
        int from = 0;
        for (int size : sizes) {
            parts.add(Slices.range(x, axis, from, size, call.binding()));
            from += size;
        }
        return parts;
    }

    private static List<Value> unstack(OperationCall call) {
        Value x = call.x();
        int axis = Lines.axis(x.rank(), call.integer("axis"));
        if (call.has("num") && call.integer("num") != x.size(axis)) {
            throw new BindException("unstack of an axis of size " + x.size(axis) + " in " + call.integer("num"));
        }
        int[] shape = Reductions.shape(x, List.of(axis), false);
        List<Value> parts = new ArrayList<>();
        for (int i = 0; i < x.size(axis); i++) {
            parts.add(Slices.range(x, axis, i, 1, call.binding()).reshaped(shape));
        }
        return parts;
    }

    /** xy: the first tensor runs along the second axis. */
    private static List<Value> meshgrid(OperationCall call) {
        boolean xy = call.text("indexing").equals("xy");
        if (!xy) {
            call.only("indexing", "ij");
        }
        List<Value> parts = call.values("x");
        int[] shape = new int[parts.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[axis(i, xy, shape.length)] = parts.get(i).elements();
        }
        List<Value> grids = new ArrayList<>();
        for (int i = 0; i < shape.length; i++) {
            int[] own = new int[shape.length];
            Arrays.fill(own, 1);
            own[axis(i, xy, shape.length)] = parts.get(i).elements();
            Value part = parts.get(i).reshaped(own);
            int[] at = io.github.keras4j.engine.purejava.values.Broadcast.positions(own, shape);
            grids.add(io.github.keras4j.engine.purejava.program.Moves.gather(part, at, shape, call.binding()));
        }
        return grids;
    }

    private static int axis(int i, boolean xy, int rank) {
        return xy && rank > 1 && i < 2 ? 1 - i : i;
    }
}
