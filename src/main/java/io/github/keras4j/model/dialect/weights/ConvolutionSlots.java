package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Shapes;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The arrays of convolutions. */
final class ConvolutionSlots {
    private ConvolutionSlots() {}

    static void of(Convolutional layer, List<Shape> inputs, List<WeightSlot> slots) {
        if (layer instanceof Convolutional.Conv c) {
            int in = channels(inputs, c.channelsFirst());
            slots.add(new WeightSlot("kernel", kernel(c.kernelSize(), divide(in, c.groups()), c.filters()), true));
            WeightSlots.bias(c.useBias(), slots, c.filters());
        } else if (layer instanceof Convolutional.ConvTranspose c) {
            int in = channels(inputs, c.channelsFirst());
            slots.add(new WeightSlot("kernel", kernel(c.kernelSize(), c.filters(), in), true));
            WeightSlots.bias(c.useBias(), slots, c.filters());
        } else if (layer instanceof Convolutional.DepthwiseConv c) {
            int in = channels(inputs, c.channelsFirst());
            slots.add(new WeightSlot("depthwise_kernel", kernel(c.kernelSize(), in, c.depthMultiplier()), true));
            WeightSlots.bias(c.useBias(), slots, times(in, c.depthMultiplier()));
        } else if (layer instanceof Convolutional.SeparableConv c) {
            int in = channels(inputs, c.channelsFirst());
            List<Integer> ones = c.kernelSize().stream().map(k -> 1).toList();
            slots.add(new WeightSlot("depthwise_kernel", kernel(c.kernelSize(), in, c.depthMultiplier()), true));
            slots.add(new WeightSlot(
                    "pointwise_kernel", kernel(ones, times(in, c.depthMultiplier()), c.filters()), true));
            WeightSlots.bias(c.useBias(), slots, c.filters());
        } else if (layer instanceof Convolutional.LocallyConnected c) {
            local(c, inputs, slots);
        }
    }

    private static void local(Convolutional.LocallyConnected c, List<Shape> inputs, List<WeightSlot> slots) {
        int rank = c.kernelSize().size();
        List<Shape> outputs = Shapes.outputs(c, inputs);
        Shape bias = Shape.of();
        int positions = 1;
        int window = channels(inputs, c.channelsFirst());
        for (int i = 0; i < rank; i++) {
            int size = outputs.isEmpty() ? Shape.UNKNOWN : outputs.get(0).size((c.channelsFirst() ? 2 : 1) + i);
            bias = bias.append(size);
            positions = times(positions, size);
            window = times(window, c.kernelSize().get(i));
        }
        slots.add(new WeightSlot("kernel", positions, window, c.filters()));
        if (c.useBias()) {
            slots.add(new WeightSlot("bias", bias.append(c.filters()), true));
        }
    }

    static int channels(List<Shape> inputs, boolean channelsFirst) {
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
        return a == Shape.UNKNOWN || b == Shape.UNKNOWN ? Shape.UNKNOWN : a * b;
    }

    private static int divide(int a, int by) {
        return a == Shape.UNKNOWN ? a : a / Math.max(1, by);
    }
}
