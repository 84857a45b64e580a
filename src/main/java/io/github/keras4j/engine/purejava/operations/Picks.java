package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Broadcast;
import io.github.keras4j.engine.purejava.values.Lines;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.model.NumberType;
import io.github.keras4j.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operations that pick elements by their places, or put them there. */
final class Picks {
    private Picks() {}

    static void addTo(Map<String, Operation> all) {
        Operations.single(all, "get_item", call -> Slices.bind(call.value("x"), call.any("key"), call.binding()));
        Operations.single(all, "slice", Picks::slice);
        Operations.single(all, "slice_update", Picks::sliceUpdate);
        Operations.single(all, "take", Picks::take);
        Operations.single(all, "gather", Picks::gather);
        Operations.single(all, "gather_nd", Picks::gatherNd);
        Operations.single(all, "take_along_axis", Picks::takeAlongAxis);
        Operations.single(all, "boolean_mask", Picks::booleanMask);
        Operations.single(all, "scatter", Picks::scatter);
        Operations.single(all, "scatter_update", Picks::scatterUpdate);
        Operations.single(all, "diagonal", Picks::diagonal);
        Operations.single(all, "trace", call -> {
            Value d = diagonal(call);
            return Reductions.reduce(call, call.type(), d, List.of(d.rank() - 1), false, Reductions::sum);
        });
        Operations.single(all, "diag", Picks::diag);
        Operations.single(
                all,
                "diagflat",
                call -> onDiagonal(call, call.x().reshaped(call.x().elements())));
        Operations.single(all, "matrix_diag", Picks::matrixDiag);
        Operations.single(all, "tril", call -> band(call, (row, column, k) -> column <= row + k));
        Operations.single(all, "triu", call -> band(call, (row, column, k) -> column >= row + k));
        Operations.single(all, "band_part", Picks::bandPart);
    }

    private static int[] ints(OperationCall call, String name) {
        return call.known(name).stream().mapToInt(Integer::intValue).toArray();
    }

    private static Value slice(OperationCall call) {
        Value x = call.value("inputs");
        int[] start = ints(call, "start_indices");
        int[] sizes = ints(call, "shape");
        if (start.length != x.rank() || sizes.length != x.rank()) {
            throw new BindException("slice names all axes");
        }
        Value y = x;
        for (int axis = 0; axis < x.rank(); axis++) {
            int size = sizes[axis] < 0 ? x.size(axis) - start[axis] : sizes[axis];
            if (start[axis] < 0 || start[axis] + size > x.size(axis)) {
                throw new BindException("slice leaves an axis of size " + x.size(axis) + ". Received: start_indices="
                        + Arrays.toString(start) + ", shape=" + Arrays.toString(sizes));
            }
            y = Slices.range(y, axis, start[axis], size, call.binding());
        }
        return y;
    }

    private static Value sliceUpdate(OperationCall call) {
        Value x = call.value("inputs");
        Value updates = call.value("updates");
        int[] start = ints(call, "start_indices");
        if (start.length != x.rank() || updates.rank() != x.rank()) {
            throw new BindException("slice_update names all axes");
        }
        int[] strides = Moves.strides(x.shape());
        int from = 0;
        for (int axis = 0; axis < x.rank(); axis++) {
            if (start[axis] < 0 || start[axis] + updates.size(axis) > x.size(axis)) {
                throw new BindException(
                        "slice_update leaves the tensor. Received: start_indices=" + Arrays.toString(start));
            }
            from += start[axis] * strides[axis];
        }
        int[] at = Moves.positions(updates.shape(), strides, from);
        Value y = call.binding().copy(x);
        call.step(() -> {
            for (int i = 0; i < at.length; i++) {
                y.data()[at[i]] = updates.data()[i];
            }
        });
        return y;
    }

    /** numpy's: negative indices count from the end; without an axis over all elements in one line. */
    private static Value take(OperationCall call) {
        Value x = call.value("x");
        Value from = call.has("axis") ? x : x.reshaped(x.elements());
        int axis = call.has("axis") ? Lines.axis(x.rank(), call.integer("axis")) : 0;
        return take(call, from, call.value("indices"), axis, 0, true);
    }

    /** TensorFlow's: the axis is the first behind the batch axes where none is given. */
    private static Value gather(OperationCall call) {
        Value x = call.value("params");
        Value indices = call.value("indices");
        int given = call.integer("batch_dims");
        int batch = given < 0 ? given + indices.rank() : given;
        int axis = call.has("axis") ? Lines.axis(x.rank(), call.integer("axis")) : batch;
        return take(call, x, indices, axis, batch, false);
    }

    private static Value take(OperationCall call, Value x, Value indices, int axis, int batchDims, boolean negative) {
        if (batchDims > axis || batchDims > indices.rank()) {
            throw new BindException("batch axes come first. Received: batch_dims=" + batchDims);
        }
        int size = x.size(axis);
        int batches = Value.product(x.shape(), 0, batchDims);
        int outer = Value.product(x.shape(), batchDims, axis);
        int inner = Value.product(x.shape(), axis + 1, x.rank());
        int count = indices.elements() / Math.max(batches, 1);
        int[] shape = IntStream.concat(
                        IntStream.concat(
                                Arrays.stream(x.shape(), 0, axis),
                                Arrays.stream(indices.shape(), batchDims, indices.rank())),
                        Arrays.stream(x.shape(), axis + 1, x.rank()))
                .toArray();
        Value y = call.binding().value(shape);
        call.step(() -> {
            for (int line = 0; line < batches * outer; line++) {
                for (int i = 0; i < count; i++) {
                    int index = index(indices.data()[line / Math.max(outer, 1) * count + i], size, negative);
                    System.arraycopy(
                            x.data(), (line * size + index) * inner, y.data(), (line * count + i) * inner, inner);
                }
            }
        });
        return y;
    }

    private static int index(float given, int size, boolean negative) {
        int index = negative && given < 0 ? (int) given + size : (int) given;
        if (index < 0 || index >= size) {
            throw new InputException("an index leaves its axis, for which Keras promises no number. Received: "
                    + (int) given + "; allowed are 0 to " + (size - 1));
        }
        return index;
    }

    private static Value gatherNd(OperationCall call) {
        call.only("batch_dims", 0);
        Value x = call.value("x");
        Value indices = call.value("indices");
        int depth = indices.lastSize();
        int inner = Value.product(x.shape(), depth, x.rank());
        int[] shape = IntStream.concat(
                        Arrays.stream(indices.shape(), 0, indices.rank() - 1),
                        Arrays.stream(x.shape(), depth, x.rank()))
                .toArray();
        Value y = call.binding().value(shape);
        int rows = indices.rows();
        call.step(() -> {
            for (int row = 0; row < rows; row++) {
                int at = place(x.shape(), indices.data(), row, depth);
                System.arraycopy(x.data(), at * inner, y.data(), row * inner, inner);
            }
        });
        return y;
    }

    private static int place(int[] shape, float[] indices, int row, int depth) {
        int at = 0;
        for (int axis = 0; axis < depth; axis++) {
            at = at * shape[axis] + index(indices[row * depth + axis], shape[axis], false);
        }
        return at;
    }

    /** How many axes an index goes by; there is an update for each index, of the axes that are left. */
    private static int depth(Value indices, int[] shape, Value updates) {
        int depth = indices.rank() == 0 ? shape.length + 1 : indices.lastSize();
        int[] outer = Arrays.copyOf(indices.shape(), Math.max(indices.rank() - 1, 0));
        int[] wanted = IntStream.concat(
                        Arrays.stream(outer), Arrays.stream(shape).skip(depth))
                .toArray();
        if (depth > shape.length || !Arrays.equals(updates.shape(), wanted)) {
            throw new BindException("takes indices of (..., axes) and an update for each. Received: indices "
                    + indices.toShape() + " into " + Shape.of(shape) + ", updates " + updates.toShape());
        }
        return depth;
    }

    private static Value takeAlongAxis(OperationCall call) {
        Value given = call.value("x");
        Value indices = call.value("indices");
        Value x = call.has("axis") ? given : given.reshaped(given.elements());
        int axis = call.has("axis") ? Lines.axis(x.rank(), call.integer("axis")) : 0;
        if (x.rank() != indices.rank()) {
            throw new BindException("take_along_axis takes indices of as many axes as x");
        }
        int[] ofX = x.shape().clone();
        int[] ofIndices = indices.shape().clone();
        ofX[axis] = 1;
        ofIndices[axis] = 1;
        int[] shape = Broadcast.shape(ofX, ofIndices);
        int[] wideX = shape.clone();
        wideX[axis] = x.size(axis);
        shape[axis] = indices.size(axis);
        int[] atIndices = Broadcast.positions(indices.shape(), shape);
        int[] atX = Broadcast.positions(x.shape(), wideX);
        int inner = Value.product(shape, axis + 1, shape.length);
        int size = x.size(axis);
        return call.fill(shape, i -> {
            int index = index(indices.data()[atIndices[i]], size, true);
            int line = i / inner / Math.max(indices.size(axis), 1);
            return x.data()[atX[(line * size + index) * inner + i % inner]];
        });
    }

    private static Value booleanMask(OperationCall call) {
        Value x = call.value("x");
        int[] mask = ints(call, "mask");
        Value shape = call.value("mask");
        int axis = call.has("axis") ? Lines.axis(x.rank(), call.integer("axis")) : 0;
        if (shape.rank() != 1 || mask.length != x.size(axis)) {
            throw new RefusedException("a mask over several axes is not run. Received: shape " + shape.toShape());
        }
        int[] kept = IntStream.range(0, mask.length).filter(i -> mask[i] != 0).toArray();
        return Reshapes.along(call, x, axis, kept.length, i -> kept[i]);
    }

    /** What meets in one place adds up. */
    private static Value scatter(OperationCall call) {
        Value indices = call.value("indices");
        Value values = call.value("values");
        int[] shape = ints(call, "shape");
        Value y = call.binding().value(shape);
        NumberType type = call.type();
        int depth = depth(indices, shape, values);
        int inner = Value.product(shape, depth, shape.length);
        int rows = indices.rows();
        call.step(() -> {
            Arrays.fill(y.data(), 0);
            for (int row = 0; row < rows; row++) {
                int at = place(shape, indices.data(), row, depth);
                for (int i = 0; i < inner; i++) {
                    y.data()[at * inner + i] =
                            type.store(y.data()[at * inner + i] + (double) values.data()[row * inner + i]);
                }
            }
        });
        return y;
    }

    private static Value scatterUpdate(OperationCall call) {
        Value x = call.value("inputs");
        Value indices = call.value("indices");
        Value updates = call.value("updates");
        String reduction = call.has("reduction") ? call.text("reduction") : "none";
        NumberType type = call.type();
        int depth = depth(indices, x.shape(), updates);
        int inner = Value.product(x.shape(), depth, x.rank());
        int rows = indices.rows();
        if (!List.of("none", "add", "max", "min", "mul").contains(reduction)) {
            throw new RefusedException("this reduction is not run. Received: reduction=" + reduction);
        }
        Value y = call.binding().copy(x);
        call.step(() -> {
            for (int row = 0; row < rows; row++) {
                int at = place(x.shape(), indices.data(), row, depth) * inner;
                for (int i = 0; i < inner; i++) {
                    double before = y.data()[at + i];
                    double v = updates.data()[row * inner + i];
                    y.data()[at + i] = type.store(
                            switch (reduction) {
                                case "add" -> before + v;
                                case "mul" -> before * v;
                                case "max" -> Math.max(before, v);
                                case "min" -> Math.min(before, v);
                                default -> v;
                            });
                }
            }
        });
        return y;
    }

    /** The diagonal goes last. */
    private static Value diagonal(OperationCall call) {
        Value x = call.x();
        int offset = call.integer("offset");
        Value moved = Reshapes.move(call, x, List.of(call.integer("axis1"), call.integer("axis2")), List.of(-2, -1));
        int rows = moved.size(-2);
        int columns = moved.lastSize();
        int count = Math.max(0, Math.min(rows + Math.min(offset, 0), columns - Math.max(offset, 0)));
        int[] shape = Arrays.copyOf(moved.shape(), moved.rank() - 1);
        shape[shape.length - 1] = count;
        int start = offset >= 0 ? offset : -offset * columns;
        int[] positions = new int[Value.product(shape, 0, shape.length)];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = i / count * rows * columns + start + i % count * (columns + 1);
        }
        return Moves.gather(moved, positions, shape, call.binding());
    }

    private static Value diag(OperationCall call) {
        Value x = call.x();
        if (x.rank() == 1) {
            return onDiagonal(call, x);
        }
        if (x.rank() != 2) {
            throw new BindException("diag takes one axis or two");
        }
        int k = call.integer("k");
        int count = Math.max(0, Math.min(x.size(0) + Math.min(k, 0), x.size(1) - Math.max(k, 0)));
        int start = k >= 0 ? k : -k * x.size(1);
        int[] positions =
                IntStream.range(0, count).map(i -> start + i * (x.size(1) + 1)).toArray();
        return Moves.gather(x, positions, new int[] {count}, call.binding());
    }

    private static Value onDiagonal(OperationCall call, Value x) {
        int k = call.integer("k");
        int n = x.elements() + Math.abs(k);
        int[] positions = new int[n * n];
        Arrays.fill(positions, -1);
        for (int i = 0; i < x.elements(); i++) {
            positions[(i + Math.max(-k, 0)) * n + i + Math.max(k, 0)] = i;
        }
        return Moves.gather(x, positions, new int[] {n, n}, call.binding());
    }

    private static Value matrixDiag(OperationCall call) {
        Value x = call.x();
        int n = x.lastSize();
        int[] shape = Arrays.copyOf(x.shape(), x.rank() + 1);
        shape[x.rank()] = n;
        int[] positions = new int[x.elements() * n];
        for (int i = 0; i < positions.length; i++) {
            int row = i / n % n;
            positions[i] = row == i % n ? i / n : -1;
        }
        return Moves.gather(x, positions, shape, call.binding());
    }

    private interface Inside {
        boolean test(int row, int column, int k);
    }

    private static Value band(OperationCall call, Inside inside) {
        int k = call.integer("k");
        return kept(call, (row, column) -> inside.test(row, column, k));
    }

    private static Value bandPart(OperationCall call) {
        int lower = call.integer("num_lower");
        int upper = call.integer("num_upper");
        return kept(
                call, (row, column) -> (lower < 0 || row - column <= lower) && (upper < 0 || column - row <= upper));
    }

    private static Value kept(OperationCall call, java.util.function.BiPredicate<Integer, Integer> inside) {
        Value x = call.x();
        int rows = x.size(-2);
        int columns = x.lastSize();
        int[] positions = new int[x.elements()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = inside.test(i / columns % rows, i % columns) ? i : -1;
        }
        return Moves.gather(x, positions, x.shape(), call.binding());
    }
}
