package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.convolution.Window;
import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.layers.ConvUnits.Weights;
import io.github.keras4j.engine.purejava.train.f64.layers.WindowUnits.Ties;
import io.github.keras4j.engine.purejava.train.f64.layers.WindowUnits.Windows;
import io.github.keras4j.engine.purejava.values.AxisOrder;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Pooling.Reduction;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Convolutions and pooling. All compute channels last; what has its channels first is transposed before and after.
 *
 * @param path of the layer's weights, with a slash at its end
 */
record SpatialLayers(Layout layout, String path, Flow input)
        implements Convolutional.Visitor<Flow>, Pooling.Visitor<Flow> {
    private Tape tape() {
        return layout.tape;
    }

    private Flow channelsLast(boolean first) {
        return first ? tape().transpose(input, AxisOrder.toLast(input.sizes.length + 1, 1)) : input;
    }

    private Flow restored(Flow y, boolean first) {
        return first ? tape().transpose(y, Axes.inverse(AxisOrder.toLast(y.sizes.length + 1, 1))) : y;
    }

    private Flow finish(Flow y, boolean first, Activation activation) {
        return layout.activate(restored(y, first), activation);
    }

    private Weights weights(String kernel, boolean useBias) {
        return new Weights(
                tape().graph.parameters,
                tape().graph.parameters.get(path + kernel),
                useBias ? Optional.of(tape().graph.parameters.get(path + "bias")) : Optional.empty());
    }

    private static Window[] windows(Flow x, IntFunction<Window> ofAxis) {
        return IntStream.range(0, x.sizes.length - 1).mapToObj(ofAxis).toArray(Window[]::new);
    }

    private static Window[] windows(
            Flow x, List<Integer> kernel, List<Integer> strides, List<Integer> dilation, Padding padding) {
        return windows(
                x, axis -> Window.of(x.sizes[axis], kernel.get(axis), strides.get(axis), dilation.get(axis), padding));
    }

    private Flow output(Flow x, Window[] windows, int channels) {
        return tape().flow(Window.shape(x.batch, windows, channels));
    }

    @Override
    public Flow conv(Convolutional.Conv layer) {
        Flow x = channelsLast(layer.channelsFirst());
        Window[] windows = windows(x, layer.kernelSize(), layer.strides(), layer.dilation(), layer.padding());
        Flow y = output(x, windows, layer.filters());
        Weights weights = weights("kernel", layer.useBias());
        tape().graph.add(new ConvUnits.Conv(x, y, weights, layer.groups(), windows), y);
        return finish(y, layer.channelsFirst(), layer.activation());
    }

    @Override
    public Flow convTranspose(Convolutional.ConvTranspose layer) {
        Flow x = channelsLast(layer.channelsFirst());
        Window[] windows = windows(x, axis -> Window.transposed(layer, x.sizes[axis], axis));
        int[] shape = new int[x.sizes.length + 1];
        shape[0] = x.batch;
        for (int axis = 0; axis < windows.length; axis++) {
            shape[axis + 1] = windows[axis].in();
        }
        shape[windows.length + 1] = layer.filters();
        Flow y = tape().flow(shape);
        Weights weights = weights("kernel", layer.useBias());
        tape().graph.add(new ConvUnits.Transposed(x, y, weights, windows), y);
        return finish(y, layer.channelsFirst(), layer.activation());
    }

    @Override
    public Flow depthwiseConv(Convolutional.DepthwiseConv layer) {
        Flow x = channelsLast(layer.channelsFirst());
        Window[] windows = windows(x, layer.kernelSize(), layer.strides(), layer.dilation(), layer.padding());
        Flow y = output(x, windows, x.last() * layer.depthMultiplier());
        tape().graph.add(new ConvUnits.Depthwise(x, y, weights("depthwise_kernel", layer.useBias()), windows), y);
        return finish(y, layer.channelsFirst(), layer.activation());
    }

    @Override
    public Flow separableConv(Convolutional.SeparableConv layer) {
        Flow x = channelsLast(layer.channelsFirst());
        Window[] windows = windows(x, layer.kernelSize(), layer.strides(), layer.dilation(), layer.padding());
        Flow depth = output(x, windows, x.last() * layer.depthMultiplier());
        tape().graph.add(new ConvUnits.Depthwise(x, depth, weights("depthwise_kernel", false), windows), depth);
        Window[] points = windows(depth, axis -> new Window(depth.sizes[axis], depth.sizes[axis], 1, 1, 1, 0));
        Flow y = output(depth, points, layer.filters());
        Weights pointwise = weights("pointwise_kernel", layer.useBias());
        tape().graph.add(new ConvUnits.Conv(depth, y, pointwise, 1, points), y);
        return finish(y, layer.channelsFirst(), layer.activation());
    }

    /** For each output position a product of its own: windows (batch, outs, places * in), kernel (outs, places * in, filters). */
    @Override
    public Flow locallyConnected(Convolutional.LocallyConnected layer) {
        Flow x = channelsLast(layer.channelsFirst());
        List<Integer> ones = Collections.nCopies(layer.kernelSize().size(), 1);
        Window[] windows = windows(x, layer.kernelSize(), layer.strides(), ones, Padding.VALID);
        int[] table = Window.positions(windows);
        int channels = x.last();
        int outs = Window.outs(windows);
        int inner = table.length / outs * channels;
        int[] index = new int[x.batch * outs * inner]; // (outs, batch, inner)
        for (int i = 0; i < index.length; i++) {
            int out = i / inner / x.batch;
            int sample = i / inner % x.batch;
            int place = table[out * (inner / channels) + i % inner / channels];
            index[i] = sample * x.length + place * channels + i % channels;
        }
        Flow rows = tape().gather(x, new int[] {outs, x.batch, inner}, index);
        Flow sums = tape().product(rows, tape().weight(path + "kernel", outs, inner, layer.filters()));
        Flow y = tape().reshape(tape().transpose(sums, 1, 0, 2), Window.shape(x.batch, windows, layer.filters()));
        if (layer.useBias()) {
            y = tape().add(y, tape().weight(path + "bias", Axes.with(y.shape(), 0, 1)));
        }
        return finish(y, layer.channelsFirst(), layer.activation());
    }

    @Override
    public Flow pool(Pooling.Pool layer) {
        Flow x = channelsLast(layer.channelsFirst());
        List<Integer> ones = Collections.nCopies(layer.poolSize().size(), 1);
        Window[] windows = layer.padding() == Padding.THEANO_SAME
                ? windows(
                        x,
                        axis -> Window.theanoPool(
                                x.sizes[axis],
                                layer.poolSize().get(axis),
                                layer.strides().get(axis)))
                : windows(x, layer.poolSize(), layer.strides(), ones, layer.padding());
        int[] table = Window.positions(windows);
        int kernels = Window.kernels(windows);
        int[][] places = new int[table.length / kernels][];
        for (int i = 0; i < places.length; i++) {
            places[i] = Arrays.copyOfRange(table, i * kernels, (i + 1) * kernels);
        }
        return restored(
                pooled(x, output(x, windows, x.last()), places, layer.reduction(), Ties.FIRST), layer.channelsFirst());
    }

    private Flow pooled(Flow x, Flow y, int[][] places, Reduction reduction, Ties onTensorFlow) {
        Ties ties = tape().rules.sharesMaxima() ? Ties.ALL : onTensorFlow;
        return tape().graph.add(new Windows(x, y, places, x.last(), reduction == Reduction.MAX, ties), y);
    }

    @Override
    public Flow globalPool(Pooling.GlobalPool layer) {
        Flow x = channelsLast(layer.channelsFirst());
        int[][] all = {IntStream.range(0, x.length / x.last()).toArray()};
        Flow y = tape().flow(x.batch, x.last());
        if (layer.skipsMasked() && input.masked()) {
            tape().graph.add(new WindowUnits.MaskedMean(x, y, input.mask), y);
        } else {
            pooled(x, y, all, layer.reduction(), Ties.SHARED);
        }
        if (!layer.keepDims()) {
            return y;
        }
        int[] shape = new int[input.sizes.length + 1];
        Arrays.fill(shape, 1);
        shape[0] = x.batch;
        shape[layer.channelsFirst() ? 1 : shape.length - 1] = x.last();
        return tape().reshape(y, shape);
    }

    @Override
    public Flow adaptivePool(Pooling.AdaptivePool layer) {
        Flow x = channelsLast(layer.channelsFirst());
        int rank = layer.outputSize().size();
        int[] shape = new int[rank + 2];
        shape[0] = x.batch;
        shape[rank + 1] = x.last();
        for (int axis = 0; axis < rank; axis++) {
            shape[axis + 1] = layer.outputSize().get(axis);
        }
        int[][] places = new int[Axes.product(shape, 1, rank + 1)][];
        for (int o = 0; o < places.length; o++) {
            int[] found = {0};
            int left = Axes.product(shape, 1, rank + 1);
            int rest = o;
            for (int axis = 0; axis < rank; axis++) {
                int out = shape[axis + 1];
                left /= out;
                int i = rest / left;
                rest %= left;
                int in = x.sizes[axis];
                int from = i * in / out;
                int to = -Math.floorDiv(-(i + 1) * in, out);
                found = Arrays.stream(found)
                        .flatMap(place -> IntStream.range(from, to).map(p -> place * in + p))
                        .toArray();
            }
            places[o] = found;
        }
        return restored(pooled(x, tape().flow(shape), places, layer.reduction(), Ties.FIRST), layer.channelsFirst());
    }
}
