package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Broadcast;
import io.github.keras4j.engine.purejava.values.Lines;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operations that give a tensor another shape, or its axes another order. */
final class Reshapes {
    private Reshapes() {}

    static void addTo(Map<String, Operation> all) {
        Operations.single(all, "reshape", call -> reshape(call.value("x"), call.known("newshape")));
        Operations.single(all, "ravel", call -> call.x().reshaped(call.x().elements()));
        Operations.single(all, "batch_flatten", call -> {
            Value x = call.x();
            return x.reshaped(x.size(0), Value.product(x.shape(), 1, x.rank()));
        });
        Operations.single(all, "transpose", Reshapes::transpose);
        Operations.single(all, "swapaxes", Reshapes::swap);
        Operations.single(all, "moveaxis", Reshapes::move);
        Operations.single(all, "expand_dims", call -> expand(call.x(), call.integers("axis")));
        Operations.single(all, "squeeze", Reshapes::squeeze);
        Operations.single(all, "broadcast_to", call -> {
            int[] shape =
                    call.known("shape").stream().mapToInt(Integer::intValue).toArray();
            return Moves.gather(
                    call.value("x"), Broadcast.positions(call.value("x").shape(), shape), shape, call.binding());
        });
        Operations.single(
                all, "flip", call -> flip(call, call.axes("axis", call.x().rank())));
        Operations.single(all, "fliplr", call -> flip(call, List.of(1)));
        Operations.single(all, "flipud", call -> flip(call, List.of(0)));
        Operations.single(all, "roll", Reshapes::roll);
        Operations.single(all, "rot90", Reshapes::rotate);
        Operations.single(all, "tile", call -> tile(call, call.value("x"), call.known("repeats")));
        Operations.single(all, "repeat", Reshapes::repeat);
        Operations.single(all, "pad", Reshapes::pad);
        Operations.single(all, "rearrange", Rearranging::rearrange);
    }

    static Value reshape(Value x, List<Integer> target) {
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

    private static Value transpose(OperationCall call) {
        Value x = call.x();
        int[] order = new int[x.rank()];
        List<Integer> axes = call.has("axes") ? call.integers("axes") : List.of();
        if (call.has("axes") && axes.size() != order.length) {
            throw new BindException("transpose names all axes. Received: axes=" + axes);
        }
        for (int axis = 0; axis < order.length; axis++) {
            order[axis] = axes.isEmpty() ? order.length - 1 - axis : Lines.axis(x.rank(), axes.get(axis));
        }
        return Moves.transpose(x, call.binding(), order);
    }

    private static Value swap(OperationCall call) {
        Value x = call.x();
        int[] order = identity(x.rank());
        int first = Lines.axis(x.rank(), call.integer("axis1"));
        int second = Lines.axis(x.rank(), call.integer("axis2"));
        order[first] = second;
        order[second] = first;
        return Moves.transpose(x, call.binding(), order);
    }

    private static Value move(OperationCall call) {
        return move(call, call.x(), call.integers("source"), call.integers("destination"));
    }

    /** The other axes keep their order. */
    static Value move(OperationCall call, Value x, List<Integer> source, List<Integer> destination) {
        if (source.size() != destination.size()) {
            throw new BindException("moveaxis has as many sources as destinations");
        }
        Integer[] order = new Integer[x.rank()];
        List<Integer> others =
                new ArrayList<>(Arrays.stream(identity(x.rank())).boxed().toList());
        for (int i = 0; i < source.size(); i++) {
            Integer from = Lines.axis(x.rank(), source.get(i));
            order[Lines.axis(x.rank(), destination.get(i))] = from;
            others.remove(from);
        }
        for (int i = 0; i < order.length; i++) {
            if (order[i] == null) {
                order[i] = others.remove(0);
            }
        }
        return Moves.transpose(
                x,
                call.binding(),
                Arrays.stream(order).mapToInt(Integer::intValue).toArray());
    }

    static int[] identity(int rank) {
        return IntStream.range(0, rank).toArray();
    }

    /** Axes count in the answer, as numpy's. */
    static Value expand(Value x, List<Integer> axes) {
        int rank = x.rank() + axes.size();
        List<Integer> at =
                axes.stream().map(axis -> Lines.axis(rank, axis)).distinct().toList();
        if (at.size() != axes.size()) {
            throw new BindException("expand_dims makes an axis once. Received: axis=" + axes);
        }
        int[] shape = new int[rank];
        int next = 0;
        for (int axis = 0; axis < rank; axis++) {
            shape[axis] = at.contains(axis) ? 1 : x.size(next++);
        }
        return x.reshaped(shape);
    }

    private static Value squeeze(OperationCall call) {
        Value x = call.x();
        List<Integer> axes = call.has("axis")
                ? call.axes("axis", x.rank())
                : IntStream.range(0, x.rank())
                        .filter(axis -> x.size(axis) == 1)
                        .boxed()
                        .toList();
        axes.forEach(axis -> {
            if (x.size(axis) != 1) {
                throw new BindException("squeeze of an axis of size " + x.size(axis));
            }
        });
        return x.reshaped(IntStream.range(0, x.rank())
                .filter(axis -> !axes.contains(axis))
                .map(x::size)
                .toArray());
    }

    static Value flip(OperationCall call, List<Integer> axes) {
        Value y = call.x();
        for (int axis : axes) {
            y = Moves.reverse(y, call.binding(), Lines.axis(y.rank(), axis));
        }
        return y;
    }

    /** Without an axis over all elements in one line. */
    private static Value roll(OperationCall call) {
        Value x = call.x();
        List<Integer> shifts = call.integers("shift");
        if (!call.has("axis")) {
            if (shifts.size() != 1) {
                throw new RefusedException("roll by several shifts without an axis is not run");
            }
            return roll(call, x.reshaped(x.elements()), 0, shifts.get(0)).reshaped(x.shape());
        }
        List<Integer> axes = call.integers("axis");
        Value y = x;
        for (int i = 0; i < axes.size(); i++) {
            y = roll(call, y, Lines.axis(x.rank(), axes.get(i)), shifts.get(shifts.size() == 1 ? 0 : i));
        }
        return y;
    }

    private static Value roll(OperationCall call, Value x, int axis, int shift) {
        int size = x.size(axis);
        return along(call, x, axis, size, i -> Math.floorMod(i - shift, Math.max(size, 1)));
    }

    /** {@code y[.., i, ..] = x[.., from(i), ..]}, zero where that is negative. */
    static Value along(OperationCall call, Value x, int axis, int size, java.util.function.IntUnaryOperator from) {
        int[] shape = x.shape().clone();
        shape[axis] = size;
        int inner = Value.product(shape, axis + 1, shape.length);
        int[] positions = new int[Value.product(shape, 0, shape.length)];
        for (int i = 0; i < positions.length; i++) {
            int at = from.applyAsInt(i / inner % size);
            positions[i] = at < 0 ? -1 : (i / inner / size * x.size(axis) + at) * inner + i % inner;
        }
        return Moves.gather(x, positions, shape, call.binding());
    }

    /** numpy.rot90: from the first of the axes to the second. */
    private static Value rotate(OperationCall call) {
        Value x = call.x();
        int[] axes = call.integers("axes").stream()
                .mapToInt(axis -> Lines.axis(x.rank(), axis))
                .toArray();
        if (axes.length != 2 || axes[0] == axes[1]) {
            throw new BindException("rot90 turns in two axes");
        }
        int[] order = identity(x.rank());
        order[axes[0]] = axes[1];
        order[axes[1]] = axes[0];
        int turns = Math.floorMod(call.integer("k"), 4);
        if (turns > 1) {
            throw new RefusedException(
                    "rot90 turns once: for more Keras's backends differ, and TensorFlow's mixes up the"
                            + " elements (Keras 3.15). Received: k=" + call.integer("k"));
        }
        return turns == 0 ? x : Moves.transpose(Moves.reverse(x, call.binding(), axes[1]), call.binding(), order);
    }

    private static Value tile(OperationCall call, Value x, List<Integer> repeats) {
        int rank = Math.max(x.rank(), repeats.size());
        int[] shape = new int[rank];
        Arrays.fill(shape, 1);
        System.arraycopy(x.shape(), 0, shape, rank - x.rank(), x.rank());
        Value y = x.reshaped(shape);
        for (int i = 0; i < repeats.size(); i++) {
            int axis = rank - repeats.size() + i;
            int size = y.size(axis);
            y = along(call, y, axis, size * repeats.get(i), at -> at % size);
        }
        return y;
    }

    /** Without an axis over all elements in one line. */
    private static Value repeat(OperationCall call) {
        Value x = call.has("axis") ? call.x() : call.x().reshaped(call.x().elements());
        int axis = call.has("axis") ? Lines.axis(x.rank(), call.integer("axis")) : 0;
        int[] times = call.counts("repeats", x.size(axis));
        int[] from = IntStream.range(0, times.length)
                .flatMap(i -> IntStream.generate(() -> i).limit(times[i]))
                .toArray();
        return along(call, x, axis, from.length, i -> from[i]);
    }

    private static Value pad(OperationCall call) {
        Value x = call.value("x");
        String mode = call.text("mode").toLowerCase(java.util.Locale.ROOT);
        Value constant = call.optional("constant_values").orElse(null);
        int[][] widths = widths(call.any("pad_width"), x.rank());
        Value y = x;
        switch (mode) {
            case "constant" -> {
                Value marked = call.floats(x.shape(), i -> 1);
                for (int axis = 0; axis < x.rank(); axis++) {
                    y = Slices.padded(y, axis, widths[axis][0], widths[axis][1], call.binding());
                    marked = Slices.padded(marked, axis, widths[axis][0], widths[axis][1], call.binding());
                }
                if (constant != null) {
                    float[] inside = marked.data();
                    float[] moved = y.data();
                    return call.fill(y.shape(), i -> inside[i] != 0 ? moved[i] : constant.data()[0]);
                }
            }
            case "reflect", "symmetric" -> {
                int edge = mode.equals("reflect") ? 1 : 0;
                for (int axis = 0; axis < x.rank(); axis++) {
                    int size = x.size(axis);
                    int before = widths[axis][0];
                    if (Math.max(before, widths[axis][1]) > size - edge) {
                        throw new BindException("pad in mode " + mode + " takes widths up to " + (size - edge));
                    }
                    y = along(call, y, axis, size + before + widths[axis][1], i -> {
                        int at = i - before;
                        return at < 0 ? -at - 1 + edge : at >= size ? 2 * size - 1 - edge - at : at;
                    });
                }
            }
            default -> throw new RefusedException("this mode of pad is not run. Received: mode=" + mode);
        }
        return y;
    }

    private static int[][] widths(Object given, int rank) {
        if (!(given instanceof List<?> list) || list.size() != rank) {
            throw new RefusedException("pad takes two widths for each axis. Received: pad_width=" + given);
        }
        int[][] widths = new int[rank][];
        for (int axis = 0; axis < rank; axis++) {
            if (!(list.get(axis) instanceof List<?> pair)
                    || pair.size() != 2
                    || !(pair.get(0) instanceof Integer before)
                    || !(pair.get(1) instanceof Integer after)) {
                throw new RefusedException("pad takes two widths for each axis. Received: pad_width=" + given);
            }
            widths[axis] = new int[] {before, after};
        }
        return widths;
    }
}
