package io.github.keras4j.model.shapes;

import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.tensor.Shape;
import java.util.List;

/** Output shapes of what slides windows: convolutions and pooling. */
record WindowShapes(Shape input) implements Convolutional.Visitor<Shape>, Pooling.Visitor<Shape> {
    /** Several batch axes stay as they are. */
    @Override
    public Shape conv(Convolutional.Conv c) {
        int extra = Math.max(0, input.rank() - c.kernelSize().size() - 2);
        Shape last = input.slice(extra, input.rank());
        Shape output =
                conv(last, c.kernelSize(), c.strides(), c.dilation(), c.padding(), c.channelsFirst(), c.filters());
        int[] sizes = input.sizes();
        System.arraycopy(output.sizes(), 0, sizes, extra, output.rank());
        return Shape.of(sizes);
    }

    @Override
    public Shape separableConv(Convolutional.SeparableConv c) {
        return conv(input, c.kernelSize(), c.strides(), c.dilation(), c.padding(), c.channelsFirst(), c.filters());
    }

    @Override
    public Shape depthwiseConv(Convolutional.DepthwiseConv c) {
        int rank = c.kernelSize().size();
        int channels = input.size(c.channelsFirst() ? 1 : rank + 1);
        int filters = channels == Shape.UNKNOWN ? channels : channels * c.depthMultiplier();
        return conv(input, c.kernelSize(), c.strides(), c.dilation(), c.padding(), c.channelsFirst(), filters);
    }

    @Override
    public Shape locallyConnected(Convolutional.LocallyConnected c) {
        List<Integer> ones = c.kernelSize().stream().map(k -> 1).toList();
        return conv(input, c.kernelSize(), c.strides(), ones, c.padding(), c.channelsFirst(), c.filters());
    }

    @Override
    public Shape convTranspose(Convolutional.ConvTranspose c) {
        return SpatialShapes.map(
                input,
                c.kernelSize().size(),
                c.channelsFirst(),
                c.filters(),
                (i, n) -> SpatialShapes.transposed(
                        n,
                        c.kernelSize().get(i),
                        c.strides().get(i),
                        c.dilation().get(i),
                        c.padding(),
                        c.outputPadding(),
                        i));
    }

    @Override
    public Shape pool(Pooling.Pool p) {
        return SpatialShapes.map(
                input,
                p.poolSize().size(),
                p.channelsFirst(),
                Shape.UNKNOWN,
                (i, n) ->
                        SpatialShapes.window(n, p.poolSize().get(i), p.strides().get(i), 1, p.padding()));
    }

    @Override
    public Shape adaptivePool(Pooling.AdaptivePool p) {
        Shape output = input;
        for (int i = 0; i < p.outputSize().size(); i++) {
            output = output.with(
                    SpatialShapes.first(p.channelsFirst()) + i, p.outputSize().get(i));
        }
        return output;
    }

    @Override
    public Shape globalPool(Pooling.GlobalPool p) {
        if (p.keepDims()) {
            return SpatialShapes.map(input, p.rank(), p.channelsFirst(), Shape.UNKNOWN, (i, n) -> 1)
                    .with(SpatialShapes.first(p.channelsFirst()), 1);
        }
        return Shape.of(input.size(0), input.size(p.channelsFirst() ? 1 : -1));
    }

    static Shape conv(
            Shape input,
            List<Integer> kernel,
            List<Integer> strides,
            List<Integer> dilation,
            Padding padding,
            boolean channelsFirst,
            int filters) {
        return SpatialShapes.map(
                input,
                kernel.size(),
                channelsFirst,
                filters,
                (i, n) -> SpatialShapes.window(n, kernel.get(i), strides.get(i), dilation.get(i), padding));
    }
}
