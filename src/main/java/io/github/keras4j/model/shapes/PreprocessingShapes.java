package io.github.keras4j.model.shapes;

import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.tensor.Shape;

/** Output shapes of preprocessing layers. */
record PreprocessingShapes(Shape input) implements Preprocessing.Visitor<Shape> {
    @Override
    public Shape rescaling(Preprocessing.Rescaling layer) {
        return input;
    }

    @Override
    public Shape normalization(Preprocessing.Normalization layer) {
        return input;
    }

    @Override
    public Shape categoryEncoding(Preprocessing.CategoryEncoding layer) {
        return encoded(input, layer.outputMode(), layer.numTokens());
    }

    @Override
    public Shape discretization(Preprocessing.Discretization layer) {
        return encoded(input, layer.outputMode(), layer.binBoundaries().size() + 1);
    }

    @Override
    public Shape resizing(Preprocessing.Resizing layer) {
        return resized(layer.channelsFirst(), layer.height(), layer.width());
    }

    @Override
    public Shape centerCrop(Preprocessing.CenterCrop layer) {
        return resized(layer.channelsFirst(), layer.height(), layer.width());
    }

    @Override
    public Shape autoContrast(Preprocessing.AutoContrast layer) {
        return input;
    }

    private Shape resized(boolean channelsFirst, int height, int width) {
        int first = SpatialShapes.first(channelsFirst);
        return input.with(first, height).with(first + 1, width);
    }

    private static Shape encoded(Shape input, String mode, int tokens) {
        return switch (mode) {
            case "int" -> input;
            case "one_hot" -> input.rank() > 0 && input.size(-1) == 1 ? input.with(-1, tokens) : input.append(tokens);
            default -> input.rank() == 1 ? Shape.of(input.size(0), tokens) : input.with(-1, tokens);
        };
    }
}
