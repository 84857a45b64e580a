package io.github.keras4j.model.shapes;

import io.github.keras4j.model.Merging;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Output shapes of layers that join several inputs. */
record MergingShapes(List<Shape> inputs) implements Merging.Visitor<Shape> {
    @Override
    public Shape elementwise(Merging.Elementwise layer) {
        return inputs.stream().reduce(MergingShapes::broadcast).orElseThrow();
    }

    @Override
    public Shape scaledSum(Merging.ScaledSum layer) {
        return inputs.stream().reduce(MergingShapes::broadcast).orElseThrow();
    }

    @Override
    public Shape concatenate(Merging.Concatenate layer) {
        return concatenated(inputs, layer.axis());
    }

    @Override
    public Shape dot(Merging.Dot dot) {
        List<Integer> sizes = new ArrayList<>();
        rest(inputs.get(0), dot.axes().get(0), 0, sizes);
        rest(inputs.get(1), dot.axes().get(1), 1, sizes);
        if (sizes.size() == 1) {
            sizes.add(1);
        }
        if (dot.style() == Merging.DotStyle.KERAS_1_COSINE) {
            sizes.add(1, 1); // Merge.call ends with expand_dims(output, 1)
        }
        return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
    }

    static Shape concatenated(List<Shape> inputs, int axis) {
        Shape output = inputs.get(0);
        for (Shape next : inputs.subList(1, inputs.size())) {
            boolean open = output.size(axis) == Shape.UNKNOWN || next.size(axis) == Shape.UNKNOWN;
            output = output.with(axis, open ? Shape.UNKNOWN : output.size(axis) + next.size(axis));
        }
        return output;
    }

    /** Numpy's broadcasting; an open size meets a known one above 1 as that. */
    static Shape broadcast(Shape one, Shape two) {
        Shape longer = one.rank() >= two.rank() ? one : two;
        Shape shorter = longer == one ? two : one;
        Shape output = longer;
        int ahead = longer.rank() - shorter.rank();
        for (int axis = 0; axis < shorter.rank(); axis++) {
            int a = longer.size(axis + ahead);
            int b = shorter.size(axis);
            output = output.with(axis + ahead, a == 1 ? b : a == Shape.UNKNOWN && b > 1 ? b : a);
        }
        return output;
    }

    private static void rest(Shape shape, int axis, int from, List<Integer> sizes) {
        int left = axis < 0 ? axis + shape.rank() : axis;
        for (int i = from; i < shape.rank(); i++) {
            if (i != left) {
                sizes.add(shape.size(i));
            }
        }
    }
}
