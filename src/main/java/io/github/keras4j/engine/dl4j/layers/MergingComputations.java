package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Functions;
import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.Merging;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers that join several inputs. */
final class MergingComputations implements Merging.Visitor<Computation> {
    @Override
    public Computation elementwise(Merging.Elementwise layer) {
        return (call, weights) -> {
            int rank = call.inputs().stream().mapToInt(Value::rank).max().orElse(0);
            List<Value> inputs =
                    call.inputs().stream().map(x -> expand(x, rank)).toList();
            boolean any = layer.masks() == Merging.Masks.ANY;
            boolean masked = any && inputs.stream().anyMatch(x -> x.mask() != null);
            boolean leavesOut = switch (layer.operation()) {
                case MULTIPLY, MAXIMUM, MINIMUM -> masked;
                default -> false;
            };
            if (leavesOut) {
                return List.of(
                        layer.operation() == Merging.Operation.MULTIPLY
                                ? MaskedMerge.multiply(inputs)
                                : MaskedMerge.extreme(layer.operation(), inputs));
            }
            Value y = inputs.get(0).withMask(null);
            for (Value input : inputs.subList(1, inputs.size())) {
                y = apply(layer.operation(), y, input);
            }
            if (layer.operation() == Merging.Operation.AVERAGE) {
                y = Ops.mul(y, 1.0 / inputs.size());
            }
            return List.of(y.withMask(mask(layer.masks(), inputs)));
        };
    }

    /** Inputs of fewer axes get new ones behind the batch axis, as Keras's {@code _Merge.call} adds them. */
    private static Value expand(Value x, int rank) {
        if (x.rank() == rank) {
            return x;
        }
        long[] shape = new long[rank];
        java.util.Arrays.fill(shape, 1);
        shape[0] = x.size(0);
        System.arraycopy(x.shape(), 1, shape, 1 + rank - x.rank(), x.rank() - 1);
        return Ops.reshape(x, shape).withMask(x.mask());
    }

    static Value apply(Merging.Operation operation, Value a, Value b) {
        Arrays.broadcast(a.shape(), b.shape());
        return switch (operation) {
            case ADD, AVERAGE -> Ops.add(a, b);
            case SUBTRACT -> Ops.sub(a, b);
            case MULTIPLY -> Ops.mul(a, b);
            case MAXIMUM -> Ops.max(a, b);
            case MINIMUM -> Ops.min(a, b);
        };
    }

    private static @Nullable INDArray mask(Merging.Masks masks, List<Value> inputs) {
        List<INDArray> given = new ArrayList<>();
        for (Value input : inputs) {
            if (input.mask() != null) {
                given.add(input.mask());
            }
        }
        boolean any = masks == Merging.Masks.ANY;
        if (given.isEmpty() || masks == Merging.Masks.NONE || any && given.size() < inputs.size()) {
            return null;
        }
        INDArray together = given.get(0);
        for (INDArray mask : given.subList(1, given.size())) {
            if (mask.length() != together.length()) {
                throw new UnfitException("masks of different shapes meet");
            }
            together = Arrays.op(any ? "maximum" : "minimum", together, Arrays.reshape(mask, together.shape()));
        }
        return together;
    }

    @Override
    public Computation concatenate(Merging.Concatenate layer) {
        return (call, weights) -> {
            List<Value> inputs = call.inputs();
            int axis = Arrays.axis(inputs.get(0).rank(), layer.axis());
            Value y = Ops.concat(axis, inputs);
            if (layer.masks() == Merging.Masks.NONE || inputs.stream().allMatch(input -> input.mask() == null)) {
                return List.of(y);
            }
            List<Value> spread = new ArrayList<>();
            for (Value input : inputs) {
                INDArray mask = input.mask();
                spread.add(Value.of(
                        mask == null
                                ? Arrays.ones(input.data(), input.shape())
                                : Arrays.broadcast(
                                        Arrays.reshape(mask, withOne(mask.shape(), input.rank())), input.shape())));
            }
            INDArray together = Ops.concat(axis, spread).data();
            INDArray mask = layer.masks() == Merging.Masks.ANY
                    ? together.max(true, y.rank() - 1)
                    : together.min(true, y.rank() - 1);
            return List.of(y.withMask(Arrays.reshape(mask, java.util.Arrays.copyOf(y.shape(), y.rank() - 1))));
        };
    }

    private static long[] withOne(long[] shape, int rank) {
        long[] longer = java.util.Arrays.copyOf(shape, rank);
        java.util.Arrays.fill(longer, shape.length, rank, 1);
        return longer;
    }

    @Override
    public Computation dot(Merging.Dot layer) {
        return (call, weights) -> {
            Value a = call.inputs().get(0);
            Value b = call.inputs().get(1);
            int axisA = Arrays.axis(a.rank(), layer.axes().get(0));
            int axisB = Arrays.axis(b.rank(), layer.axes().get(1));
            if (layer.style() == Merging.DotStyle.KERAS_1_COSINE) {
                Value squares = Ops.mul(dot(a, axisA, a, axisA), dot(b, axisB, b, axisB));
                Value root = Functions.sqrt(squares);
                // Theano's maximum gives the number where the other is NaN
                INDArray above = Arrays.above(root.data(), 1e-7);
                Value y = Ops.div(
                        dot(a, axisA, b, axisB), Ops.where(above, root, Value.of(Arrays.number(a.data(), 1e-7))));
                long[] shape = new long[y.rank() + 1];
                shape[0] = y.size(0);
                shape[1] = 1;
                System.arraycopy(y.shape(), 1, shape, 2, y.rank() - 1);
                return List.of(Ops.reshape(y, shape));
            }
            double least = layer.info().leastSquares();
            return List.of(
                    layer.normalize()
                            ? dot(unit(a, axisA, least), axisA, unit(b, axisB, least), axisB)
                            : dot(a, axisA, b, axisB));
        };
    }

    /** tf.math.l2_normalize: x / sqrt(max(sum of squares, least)). */
    private static Value unit(Value x, int axis, double least) {
        Value squares = Ops.sum(Functions.square(x), axis);
        return Ops.div(x, Functions.sqrt(Ops.max(squares, Value.of(Arrays.number(x.data(), least)))));
    }

    /** Keras's batch_dot: sample by sample, summed over one axis of each. */
    static Value dot(Value a, int axisA, Value b, int axisB) {
        if (axisA == 0 || axisB == 0 || a.size(axisA) != b.size(axisB) || a.size(0) != b.size(0)) {
            throw new UnfitException(
                    "axes " + axisA + " and " + axisB + " have the same size, and are not the batch's");
        }
        Value left = Ops.permute(a, moved(a.rank(), axisA, a.rank() - 1));
        Value right = Ops.permute(b, moved(b.rank(), axisB, 1));
        long batch = a.size(0);
        long k = a.size(axisA);
        long m = left.length() / Math.max(batch * k, 1);
        long n = right.length() / Math.max(batch * k, 1);
        Value y = Ops.batchMatmul(Ops.reshape(left, batch, m, k), Ops.reshape(right, batch, k, n));
        List<Long> sizes = new ArrayList<>(List.of(batch));
        for (int axis = 1; axis < a.rank() - 1; axis++) {
            sizes.add((long) left.size(axis));
        }
        for (int axis = 2; axis < b.rank(); axis++) {
            sizes.add((long) right.size(axis));
        }
        if (sizes.size() == 1) {
            sizes.add(1L);
        }
        return Ops.reshape(y, sizes.stream().mapToLong(Long::longValue).toArray());
    }

    /** The order of axes that has {@code axis} at {@code place}, the others as they were. */
    private static int[] moved(int rank, int axis, int place) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            if (i != axis) {
                order.add(i);
            }
        }
        order.add(place, axis);
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public Computation scaledSum(Merging.ScaledSum layer) {
        return (call, weights) -> {
            Value a = call.inputs().get(0);
            Value b = call.inputs().get(1);
            return List.of(Ops.add(a, Ops.mul(b, layer.scale())).withMask(null));
        };
    }
}
