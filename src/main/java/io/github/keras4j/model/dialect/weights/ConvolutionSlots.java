package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The arrays of convolutions. */
record ConvolutionSlots(List<Shape> inputs) implements Convolutional.Visitor<List<WeightSlot>> {
    @Override
    public List<WeightSlot> conv(Convolutional.Conv c) {
        int in = divide(channels(c.channelsFirst()), c.groups());
        return slots("kernel", kernel(c.kernelSize(), in, c.filters()), c.useBias(), c.filters());
    }

    @Override
    public List<WeightSlot> convTranspose(Convolutional.ConvTranspose c) {
        Shape kernel = kernel(c.kernelSize(), c.filters(), channels(c.channelsFirst()));
        return slots("kernel", kernel, c.useBias(), c.filters());
    }

    @Override
    public List<WeightSlot> depthwiseConv(Convolutional.DepthwiseConv c) {
        int in = channels(c.channelsFirst());
        Shape kernel = kernel(c.kernelSize(), in, c.depthMultiplier());
        return slots("depthwise_kernel", kernel, c.useBias(), times(in, c.depthMultiplier()));
    }

    @Override
    public List<WeightSlot> separableConv(Convolutional.SeparableConv c) {
        int in = channels(c.channelsFirst());
        List<Integer> ones = c.kernelSize().stream().map(k -> 1).toList();
        Shape pointwise = kernel(ones, times(in, c.depthMultiplier()), c.filters());
        return WeightSlots.join(
                List.of(new WeightSlot("depthwise_kernel", kernel(c.kernelSize(), in, c.depthMultiplier()), true)),
                slots("pointwise_kernel", pointwise, c.useBias(), c.filters()));
    }

    @Override
    public List<WeightSlot> locallyConnected(Convolutional.LocallyConnected c) {
        int rank = c.kernelSize().size();
        List<Shape> outputs = Shapes.outputs(c, inputs);
        Shape bias = Shape.of();
        int positions = 1;
        int window = channels(c.channelsFirst());
        for (int i = 0; i < rank; i++) {
            int size = outputs.isEmpty() ? Shape.UNKNOWN : outputs.get(0).size((c.channelsFirst() ? 2 : 1) + i);
            bias = bias.append(size);
            positions = times(positions, size);
            window = times(window, c.kernelSize().get(i));
        }
        List<WeightSlot> slots = new ArrayList<>();
        slots.add(new WeightSlot("kernel", positions, window, c.filters()));
        if (c.useBias()) {
            slots.add(new WeightSlot("bias", bias.append(c.filters()), true));
        }
        return slots;
    }

    private static List<WeightSlot> slots(String name, Shape kernel, boolean useBias, int bias) {
        return WeightSlots.join(List.of(new WeightSlot(name, kernel, true)), WeightSlots.bias(useBias, bias));
    }

    private int channels(boolean channelsFirst) {
        return inputs.isEmpty() ? Shape.UNKNOWN : inputs.get(0).size(channelsFirst ? 1 : -1);
    }

    static Shape kernel(List<Integer> spatial, int... rest) {
        List<Integer> sizes = new ArrayList<>(spatial);
        for (int size : rest) {
            sizes.add(size);
        }
        return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
    }

    private static int times(int a, int b) {
        return a == Shape.UNKNOWN || b == Shape.UNKNOWN ? Shape.UNKNOWN : Math.multiplyExact(a, b);
    }

    private static int divide(int a, int by) {
        return a == Shape.UNKNOWN ? a : a / Math.max(1, by);
    }
}
