package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Pooling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolutions and pooling. Masks stop at all of them. */
final class SpatialComputations implements Convolutional.Visitor<Computation>, Pooling.Visitor<Computation> {
    private static List<Value> finished(
            Value sums, boolean useBias, Parameters weights, boolean channelsFirst, Activation activation) {
        Value biased = useBias ? Ops.add(sums, weights.get("bias")) : sums;
        return List.of(ActivationFunctions.apply(activation, Channels.restored(biased, channelsFirst), weights));
    }

    @Override
    public Computation conv(Convolutional.Conv layer) {
        return (call, weights) -> {
            Value given = call.input();
            int extra = given.rank() - layer.kernelSize().size() - 2;
            Value x = Channels.last(extra > 0 ? joined(given, extra) : given, layer.channelsFirst());
            Windows windows = Windows.of(x, layer.kernelSize(), layer.strides(), layer.dilation(), layer.padding());
            Value sums = Convolutions.conv(x, weights.get("kernel"), windows, layer.groups());
            List<Value> y = finished(sums, layer.useBias(), weights, layer.channelsFirst(), layer.activation());
            return extra > 0 ? List.of(split(y.get(0), given, extra)) : y;
        };
    }

    /** Several batch axes as one. */
    private static Value joined(Value x, int extra) {
        long[] shape = java.util.Arrays.copyOfRange(x.shape(), extra, x.rank());
        shape[0] = Arrays.product(x.shape(), 0, extra + 1);
        return Ops.reshape(x, shape);
    }

    private static Value split(Value y, Value given, int extra) {
        long[] shape = java.util.Arrays.copyOf(given.shape(), given.rank());
        System.arraycopy(y.shape(), 1, shape, extra + 1, y.rank() - 1);
        return Ops.reshape(y, shape);
    }

    @Override
    public Computation convTranspose(Convolutional.ConvTranspose layer) {
        return (call, weights) -> {
            Value x = Channels.last(call.input(), layer.channelsFirst());
            if (x.rank() != layer.kernelSize().size() + 2) {
                throw new UnfitException("takes " + (layer.kernelSize().size() + 2) + " axes");
            }
            List<Windows.Axis> axes = new ArrayList<>();
            for (int i = 0; i < layer.kernelSize().size(); i++) {
                axes.add(transposed(layer, i, x.size(i + 1)));
            }
            Value sums = Convolutions.transposed(x, weights.get("kernel"), new Windows(axes));
            return finished(sums, layer.useBias(), weights, layer.channelsFirst(), layer.activation());
        };
    }

    /** The window of the convolution that this transposes (keras/utils/conv_utils.py, deconv_output_length). */
    private static Windows.Axis transposed(Convolutional.ConvTranspose layer, int i, int in) {
        int stride = layer.strides().get(i);
        int kernel = layer.kernelSize().get(i);
        int dilation = layer.dilation().get(i);
        int span = (kernel - 1) * dilation + 1;
        boolean theano = layer.padding() == Padding.THEANO_SAME;
        boolean same = layer.padding() == Padding.SAME || theano;
        int out = same ? in * stride : in * stride + Math.max(span - stride, 0);
        if (!layer.outputPadding().isEmpty()) {
            out = (in - 1) * stride
                    + span
                    - 2 * (same ? span / 2 : 0)
                    + layer.outputPadding().get(i);
        }
        int before = !same ? 0 : theano ? span / 2 : Math.max((in - 1) * stride + span - out, 0) / 2;
        return new Windows.Axis(out, in, kernel, stride, dilation, before);
    }

    @Override
    public Computation depthwiseConv(Convolutional.DepthwiseConv layer) {
        return (call, weights) -> {
            Value x = Channels.last(call.input(), layer.channelsFirst());
            Windows windows = Windows.of(x, layer.kernelSize(), layer.strides(), layer.dilation(), layer.padding());
            Value sums = Convolutions.depthwise(x, weights.get("depthwise_kernel"), windows);
            return finished(sums, layer.useBias(), weights, layer.channelsFirst(), layer.activation());
        };
    }

    @Override
    public Computation separableConv(Convolutional.SeparableConv layer) {
        return (call, weights) -> {
            Value x = Channels.last(call.input(), layer.channelsFirst());
            Windows windows = Windows.of(x, layer.kernelSize(), layer.strides(), layer.dilation(), layer.padding());
            Value depthwise = Convolutions.depthwise(x, weights.get("depthwise_kernel"), windows);
            Value pointwise = Ops.reshape(weights.get("pointwise_kernel"), depthwise.size(-1), layer.filters());
            Value sums = Ops.matmul(depthwise, pointwise);
            return finished(sums, layer.useBias(), weights, layer.channelsFirst(), layer.activation());
        };
    }

    @Override
    public Computation locallyConnected(Convolutional.LocallyConnected layer) {
        return (call, weights) -> {
            Value x = Channels.last(call.input(), layer.channelsFirst());
            List<Integer> ones = Collections.nCopies(layer.kernelSize().size(), 1);
            Windows windows = Windows.of(x, layer.kernelSize(), layer.strides(), ones, layer.padding());
            Value patches = Ops.concat(x.rank() - 1, windows.views(windows.padded(x, 0)));
            Value kernel = weights.get("kernel");
            long positions = kernel.size(0);
            Value rows = Ops.reshape(patches, x.size(0), positions, kernel.size(1));
            Value sums = Ops.permute(Ops.batchMatmul(Ops.permute(rows, 1, 0, 2), kernel), 1, 0, 2);
            long[] shape = patches.shape().clone();
            shape[shape.length - 1] = layer.filters();
            Value shaped = Ops.reshape(sums, shape);
            Value biased = layer.useBias() ? Ops.add(shaped, Ops.reshape(weights.get("bias"), sample(shape))) : shaped;
            return finished(biased, false, weights, layer.channelsFirst(), layer.activation());
        };
    }

    private static long[] sample(long[] shape) {
        return java.util.Arrays.copyOfRange(shape, 1, shape.length);
    }

    @Override
    public Computation pool(Pooling.Pool layer) {
        return (call, weights) -> {
            Value x = Channels.last(call.input(), layer.channelsFirst());
            List<Integer> ones = Collections.nCopies(layer.poolSize().size(), 1);
            Windows windows = layer.padding() == Padding.THEANO_SAME
                    ? Windows.theanoPool(x, layer.poolSize(), layer.strides())
                    : Windows.of(x, layer.poolSize(), layer.strides(), ones, layer.padding());
            boolean max = layer.reduction() == Pooling.Reduction.MAX;
            Value best = null;
            for (Value view : windows.views(windows.padded(x, max ? Double.NEGATIVE_INFINITY : 0))) {
                best = best == null ? view : max ? Ops.max(best, view) : Ops.add(best, view);
            }
            if (best == null) {
                throw new UnfitException("takes windows of at least one position");
            }
            if (!max) {
                long[] shape = x.shape().clone();
                shape[0] = 1;
                shape[shape.length - 1] = 1;
                Value inside = Value.of(Arrays.ones(x.data(), shape));
                INDArray count = null;
                for (Value view : windows.views(windows.padded(inside, 0))) {
                    count = count == null ? view.data() : count.add(view.data());
                }
                best = Ops.div(best, Value.of(java.util.Objects.requireNonNull(count)));
            }
            return List.of(Channels.restored(best, layer.channelsFirst()));
        };
    }

    @Override
    public Computation adaptivePool(Pooling.AdaptivePool layer) {
        return (call, weights) -> {
            Value y = Channels.last(call.input(), layer.channelsFirst());
            boolean max = layer.reduction() == Pooling.Reduction.MAX;
            // the windows of an axis do not hang on the other axes, so that one axis goes after the other
            for (int i = 0; i < layer.outputSize().size(); i++) {
                int axis = i + 1;
                int in = y.size(axis);
                int out = layer.outputSize().get(i);
                List<Value> parts = new ArrayList<>();
                for (int o = 0; o < out; o++) {
                    int from = Math.floorDiv(o * in, out);
                    int to = -Math.floorDiv(-(o + 1) * in, out);
                    Value window = Ops.part(y, axis, from, to);
                    parts.add(max ? Ops.max(window, axis) : Ops.mean(window, axis));
                }
                y = Ops.concat(axis, parts);
            }
            return List.of(Channels.restored(y, layer.channelsFirst()));
        };
    }

    @Override
    public Computation globalPool(Pooling.GlobalPool layer) {
        return (call, weights) -> {
            if (call.input().rank() != layer.rank() + 2) {
                throw new UnfitException("takes " + (layer.rank() + 2) + " axes");
            }
            Value x = Channels.last(call.input(), layer.channelsFirst());
            INDArray mask = layer.skipsMasked() ? call.mask() : null;
            int batch = x.size(0);
            int channels = x.size(-1);
            Value rows = Ops.reshape(x, batch, x.length() / Math.max((long) batch * channels, 1), channels);
            boolean max = layer.reduction() == Pooling.Reduction.MAX;
            Value y;
            if (mask == null) {
                y = max ? Ops.max(rows, 1) : Ops.mean(rows, 1);
            } else {
                INDArray on = Arrays.reshape(mask, batch, rows.size(1), 1);
                y = max
                        ? Ops.max(Ops.where(on, rows, Value.of(Arrays.number(x.data(), Double.NEGATIVE_INFINITY))), 1)
                        : Ops.div(
                                Ops.sum(Ops.where(on, rows, Value.of(Arrays.number(x.data(), 0))), 1),
                                Value.of(on.sum(true, 1)));
            }
            long[] shape = {batch, channels};
            if (layer.keepDims()) {
                shape = new long[x.rank()];
                java.util.Arrays.fill(shape, 1);
                shape[0] = batch;
                shape[layer.channelsFirst() ? 1 : shape.length - 1] = channels;
            }
            return List.of(Ops.reshape(y, shape));
        };
    }
}
