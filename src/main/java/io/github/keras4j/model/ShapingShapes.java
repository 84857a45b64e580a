package io.github.keras4j.model;

import io.github.keras4j.tensor.Shape;
import java.util.List;

/** Output shapes of the layers that move values. */
final class ShapingShapes {
    private ShapingShapes() {}

    static Shape of(Shaping layer, Shape input) {
        if (layer instanceof Shaping.Flatten) {
            return Shape.of(input.size(0), product(input, 1));
        } else if (layer instanceof Shaping.Reshape reshape) {
            return reshaped(reshape.target(), input);
        } else if (layer instanceof Shaping.Permute permute) {
            int[] sizes = input.sizes();
            for (int i = 0; i < permute.dims().size(); i++) {
                sizes[i + 1] = input.size(permute.dims().get(i));
            }
            return Shape.of(sizes);
        } else if (layer instanceof Shaping.RepeatVector repeat) {
            return Shape.of(input.size(0), repeat.n(), input.size(1));
        } else if (layer instanceof Shaping.Cropping c) {
            List<Shaping.Range> ranges = c.cropping();
            return SpatialShapes.map(
                    input,
                    ranges.size(),
                    c.channelsFirst(),
                    Shape.UNKNOWN,
                    (i, n) -> Math.max(
                            0, n - ranges.get(i).before() - ranges.get(i).after()));
        } else if (layer instanceof Shaping.ZeroPadding p) {
            List<Shaping.Range> ranges = p.padding();
            return SpatialShapes.map(
                    input,
                    ranges.size(),
                    p.channelsFirst(),
                    Shape.UNKNOWN,
                    (i, n) -> n + ranges.get(i).before() + ranges.get(i).after());
        }
        Shaping.UpSampling up = (Shaping.UpSampling) layer;
        return SpatialShapes.map(
                input,
                up.size().size(),
                up.channelsFirst(),
                Shape.UNKNOWN,
                (i, n) -> n * up.size().get(i));
    }

    /** The product of the sizes from an axis on, open where one of them is. */
    static int product(Shape shape, int from) {
        int product = 1;
        for (int axis = from; axis < shape.rank(); axis++) {
            if (shape.size(axis) == Shape.UNKNOWN) {
                return Shape.UNKNOWN;
            }
            product = Math.multiplyExact(product, shape.size(axis));
        }
        return product;
    }

    private static Shape reshaped(Shape target, Shape input) {
        Shape output = target.prepend(input.size(0));
        int total = product(input, 1);
        for (int axis = 1; axis < output.rank(); axis++) {
            if (output.size(axis) == Shape.UNKNOWN) {
                int rest = product(output.with(axis, 1), 1);
                return total == Shape.UNKNOWN || rest <= 0 ? output : output.with(axis, total / rest);
            }
        }
        return output;
    }
}
