package io.github.keras4j.model.shapes;

import io.github.keras4j.model.Shaping;
import io.github.keras4j.tensor.Shape;
import java.util.List;

/** Output shapes of the layers that move values. */
record ShapingShapes(Shape input) implements Shaping.Visitor<Shape> {
    @Override
    public Shape flatten(Shaping.Flatten layer) {
        return Shape.of(input.size(0), product(input, 1));
    }

    @Override
    public Shape reshape(Shaping.Reshape layer) {
        return reshaped(layer.target(), input);
    }

    @Override
    public Shape permute(Shaping.Permute layer) {
        int[] sizes = input.sizes();
        for (int i = 0; i < layer.dims().size(); i++) {
            sizes[i + 1] = input.size(layer.dims().get(i));
        }
        return Shape.of(sizes);
    }

    @Override
    public Shape repeatVector(Shaping.RepeatVector layer) {
        return Shape.of(input.size(0), layer.n(), input.size(1));
    }

    @Override
    public Shape cropping(Shaping.Cropping layer) {
        List<Shaping.Range> ranges = layer.cropping();
        return spatial(
                ranges,
                layer.channelsFirst(),
                (i, n) -> Math.max(0, n - ranges.get(i).before() - ranges.get(i).after()));
    }

    @Override
    public Shape zeroPadding(Shaping.ZeroPadding layer) {
        List<Shaping.Range> ranges = layer.padding();
        return spatial(
                ranges,
                layer.channelsFirst(),
                (i, n) -> Math.addExact(
                        n, Math.addExact(ranges.get(i).before(), ranges.get(i).after())));
    }

    @Override
    public Shape upSampling(Shaping.UpSampling layer) {
        return spatial(
                layer.size(),
                layer.channelsFirst(),
                (i, n) -> Math.multiplyExact(n, layer.size().get(i)));
    }

    private Shape spatial(List<?> axes, boolean channelsFirst, SpatialShapes.Size size) {
        return SpatialShapes.map(input, axes.size(), channelsFirst, Shape.UNKNOWN, size);
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
