package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Functions;
import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.Normalizing;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Normalizations, by running averages, the batch's or each sample's own numbers. */
final class NormalizingComputations implements Normalizing.Visitor<Computation> {
    static int[] axes(int rank, List<Integer> axes) {
        return axes.stream().mapToInt(axis -> Arrays.axis(rank, axis)).sorted().toArray();
    }

    static int[] others(int rank, int[] axes) {
        return IntStream.range(0, rank)
                .filter(axis -> IntStream.of(axes).noneMatch(a -> a == axis))
                .toArray();
    }

    /** A weight with 1 on all axes but these. */
    static Value along(Value weight, Value x, int[] axes) {
        long[] shape = new long[x.rank()];
        java.util.Arrays.fill(shape, 1);
        for (int axis : axes) {
            shape[axis] = x.size(axis);
        }
        if (Arrays.product(shape, 0, shape.length) != weight.length()) {
            throw new UnfitException("has " + weight.length() + " weights for axes " + java.util.Arrays.toString(axes));
        }
        return Ops.reshape(weight, shape);
    }

    private static Value root(Value variance, double epsilon) {
        return Functions.sqrt(Ops.add(variance, epsilon));
    }

    private static Value variance(Value x, Value mean, int[] over) {
        return Ops.mean(Functions.square(Ops.sub(x, mean)), over);
    }

    private static Value scaled(Value y, boolean scale, boolean center, Parameters weights, int[] axes) {
        Value scaled = scale ? Ops.mul(y, along(weights.get("gamma"), y, axes)) : y;
        return center ? Ops.add(scaled, along(weights.get("beta"), y, axes)) : scaled;
    }

    @Override
    public Computation batchNormalization(Normalizing.BatchNormalization layer) {
        return (call, weights) -> {
            Value x = call.input();
            int[] axes = axes(x.rank(), layer.axis());
            Call.Moments moments = call.mode().moments();
            boolean moving = call.mode().training() && !layer.perBatch() && !moments.frozen();
            boolean own = layer.perBatch() || moving;
            Value mean = own ? Ops.mean(x, others(x.rank(), axes)) : along(weights.get("moving_mean"), x, axes);
            Value variance =
                    own ? variance(x, mean, others(x.rank(), axes)) : along(weights.get("moving_variance"), x, axes);
            if (moving) {
                double rows = (double) x.length() / mean.length();
                double counted = moments.unbiased() ? rows / (rows - (1 + layer.epsilon())) : 1;
                double more = moments.withEpsilon() ? layer.epsilon() : 0;
                move(weights.get("moving_mean").data(), mean.data(), layer.momentum());
                move(
                        weights.get("moving_variance").data(),
                        variance.data().mul(counted).addi(more),
                        layer.momentum());
            }
            Value y = Ops.div(Ops.sub(x, mean), root(variance, layer.epsilon()));
            return List.of(
                    scaled(y, layer.scale(), layer.center(), weights, axes).withMask(x.mask()));
        };
    }

    /** The one thing that changes a weight on the way forward, as in Keras. */
    private static void move(INDArray average, INDArray to, double momentum) {
        average.muli(momentum).addi(Arrays.reshape(to, average.shape()).mul(1 - momentum));
    }

    @Override
    public Computation sampleNormalization(Normalizing.SampleNormalization layer) {
        return (call, weights) -> {
            Value x = call.input();
            int[] last = {x.rank() - 1};
            Value mean = Ops.mean(x, last);
            Value deviation = Ops.add(root(variance(x, mean, last), layer.epsilon()), layer.epsilon());
            Value y = Ops.div(Ops.sub(x, mean), deviation);
            return List.of(scaled(y, true, true, weights, last).withMask(x.mask()));
        };
    }

    @Override
    public Computation layerNormalization(Normalizing.LayerNormalization layer) {
        return (call, weights) -> {
            Value x = call.input();
            int[] axes = axes(x.rank(), layer.axis());
            Value mean = Ops.mean(x, axes);
            Value deviation = root(variance(x, mean, axes), layer.epsilon());
            // rms_scaling: divided by the deviation, but the mean stays (keras/src/ops/nn.py)
            Value y = Ops.div(layer.rmsScaling() ? x : Ops.sub(x, mean), deviation);
            boolean center = layer.center() && !layer.rmsScaling();
            return List.of(scaled(y, layer.scale(), center, weights, axes).withMask(x.mask()));
        };
    }

    @Override
    public Computation groupNormalization(Normalizing.GroupNormalization layer) {
        return (call, weights) -> {
            Value x = call.input();
            if (layer.weighsByMask() && x.mask() != null) {
                throw new UnfitException(Normalizing.GroupNormalization.MASKED);
            }
            int axis = Arrays.axis(x.rank(), layer.axis());
            int channels = x.size(axis);
            int groups = layer.groups() == -1 ? channels : Math.min(layer.groups(), channels);
            if (channels % groups != 0) {
                throw new UnfitException(channels + " channels do not make " + groups + " groups");
            }
            long[] split = new long[x.rank() + 1];
            for (int i = 0; i < split.length; i++) {
                split[i] = i == axis ? groups : i == axis + 1 ? channels / groups : x.size(i < axis ? i : i - 1);
            }
            Value parts = Ops.reshape(x, split);
            int[] over = IntStream.range(1, split.length).filter(i -> i != axis).toArray();
            Value mean = Ops.mean(parts, over);
            Value y = Ops.div(Ops.sub(parts, mean), root(variance(parts, mean, over), layer.epsilon()));
            return List.of(scaled(Ops.reshape(y, x.shape()), layer.scale(), layer.center(), weights, new int[] {axis})
                    .withMask(x.mask()));
        };
    }

    @Override
    public Computation rmsNormalization(Normalizing.RmsNormalization layer) {
        return (call, weights) -> {
            Value x = call.input();
            int[] axes = axes(x.rank(), layer.axis());
            Value y = Ops.div(x, root(Ops.mean(Functions.square(x), axes), layer.epsilon()));
            return List.of(Ops.mul(y, along(weights.get("scale"), x, axes)));
        };
    }

    @Override
    public Computation unitNormalization(Normalizing.UnitNormalization layer) {
        return (call, weights) -> {
            Value x = call.input();
            Value squares = Ops.sum(Functions.square(x), axes(x.rank(), layer.axis()));
            Value norm = Functions.sqrt(Ops.max(
                    squares, Value.of(Arrays.number(x.data(), layer.info().leastSquares()))));
            return List.of(Ops.div(x, norm).withMask(x.mask()));
        };
    }

    @Override
    public Computation layerScale(Normalizing.LayerScale layer) {
        return (call, weights) -> {
            Value x = call.input();
            return List.of(Ops.mul(x, along(weights.get("gamma"), x, new int[] {x.rank() - 1}))
                    .withMask(null));
        };
    }
}
