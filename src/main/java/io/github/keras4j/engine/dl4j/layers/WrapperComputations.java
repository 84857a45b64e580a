package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.Wrapper.InnerMask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers around others. */
final class WrapperComputations implements Wrapper.Visitor<Computation> {
    private final Computations computations;

    WrapperComputations(Computations computations) {
        this.computations = computations;
    }

    @Override
    public Computation bidirectional(Wrapper.Bidirectional layer) {
        Computation forward = computations.visit(layer.forward());
        Computation backward = computations.visit(layer.backward());
        Recurrent.Walk walk = layer.forward().walk();
        return (call, weights) -> {
            List<Value> inputs = call.inputs();
            int half = (inputs.size() - 1) / 2;
            Call first = part(call, inputs.subList(1, 1 + half), "forward");
            Call second = part(call, inputs.subList(1 + half, inputs.size()), "backward");
            List<Value> ahead = forward.run(first, weights.child("forward"));
            List<Value> back = backward.run(second, weights.child("backward"));
            Value y = ahead.get(0);
            Value other = back.get(0);
            if (walk.returnSequences()) {
                other = Ops.reverse(other, walk.timeMajor() ? 0 : 1).withMask(y.mask());
            }
            List<Value> outputs = new ArrayList<>();
            if (layer.mergeMode() == Wrapper.MergeMode.NONE) {
                outputs.add(y);
                outputs.add(other);
            } else {
                outputs.add(merge(layer.mergeMode(), y, other).withMask(y.mask()));
            }
            outputs.addAll(ahead.subList(1, ahead.size()));
            outputs.addAll(back.subList(1, back.size()));
            return outputs;
        };
    }

    private static Call part(Call call, List<Value> states, String which) {
        List<Value> inputs = new ArrayList<>(List.of(call.input()));
        inputs.addAll(states);
        return new Call(
                inputs,
                call.keywords(),
                call.arguments(),
                call.countsAll(),
                call.mode().of(which));
    }

    private static Value merge(Wrapper.MergeMode mode, Value a, Value b) {
        return switch (mode) {
            case CONCAT -> Ops.concat(a.rank() - 1, List.of(a, b));
            case SUM -> Ops.add(a, b);
            case MUL -> Ops.mul(a, b);
            case AVE -> Ops.mul(Ops.add(a, b), 0.5);
            case NONE -> throw new IllegalStateException("nothing is merged");
        };
    }

    /** Samples and steps become one axis. */
    @Override
    public Computation timeDistributed(Wrapper.TimeDistributed layer) {
        if (layer.layer() instanceof Recurrent recurrent && recurrent.walk().stateful()) {
            throw new UnfitException("a stateful layer within TimeDistributed is not run");
        }
        Computation inner = computations.visit(layer.layer());
        InnerMask innerMask = layer.innerMask();
        return (call, weights) -> {
            long batch = call.input().size(0);
            long steps = call.input().size(1);
            INDArray mask = call.mask();
            boolean given = mask != null && mask.rank() > 2 && innerMask != InnerMask.NONE;
            List<Value> merged = new ArrayList<>();
            for (Value input : call.inputs()) {
                if (input.rank() < 2 || input.size(0) != batch || input.size(1) != steps) {
                    throw new UnfitException("takes (batch, steps, ...)");
                }
                Value flat = Ops.reshape(input, joined(input.shape()));
                merged.add(given && mask != null ? flat.withMask(Arrays.reshape(mask, joined(mask.shape()))) : flat);
            }
            Call within = new Call(
                    merged,
                    Map.of(),
                    call.arguments(),
                    false,
                    call.inside(merged, "layer").mode());
            List<Value> outputs = new ArrayList<>();
            for (Value output : inner.run(within, weights.child("layer"))) {
                Value apart = Ops.reshape(output, split(batch, steps, output.shape()));
                INDArray computed = output.mask();
                if (innerMask != InnerMask.COMPUTED) {
                    outputs.add(apart.withMask(mask));
                } else if (computed != null) {
                    outputs.add(apart.withMask(Arrays.reshape(computed, split(batch, steps, computed.shape()))));
                } else {
                    outputs.add(apart.withMask(any(mask)));
                }
            }
            return outputs;
        };
    }

    private static long[] joined(long[] shape) {
        long[] joined = java.util.Arrays.copyOfRange(shape, 1, shape.length);
        joined[0] = shape[0] * shape[1];
        return joined;
    }

    private static long[] split(long batch, long steps, long[] shape) {
        long[] split = new long[shape.length + 1];
        split[0] = batch;
        split[1] = steps;
        System.arraycopy(shape, 1, split, 2, shape.length - 1);
        return split;
    }

    /** A step is unmasked if any of its elements is. */
    private static @Nullable INDArray any(@Nullable INDArray mask) {
        if (mask == null || mask.rank() == 2) {
            return mask;
        }
        long inner = Arrays.product(mask.shape(), 2, mask.rank());
        return Arrays.reshape(mask, mask.size(0), mask.size(1), inner).max(2);
    }

    @Override
    public Computation nestedModel(Wrapper.NestedModel layer) {
        return new NetworkComputation(layer.network(), computations);
    }
}
