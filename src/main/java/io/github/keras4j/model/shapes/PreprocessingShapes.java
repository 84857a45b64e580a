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
        int stated = layer.binBoundaries().size();
        return encoded(input, layer.outputMode(), stated == 0 ? Shape.UNKNOWN : stated + 1);
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
    public Shape indexLookup(Preprocessing.IndexLookup layer) {
        return encoded(input, layer.invert() ? "int" : layer.outputMode(), depth(layer));
    }

    @Override
    public Shape textVectorization(Preprocessing.TextVectorization layer) {
        if (!layer.lookup().outputMode().equals("int")) {
            return Shape.of(input.size(0), depth(layer.lookup()));
        }
        int tokens = layer.split() == Preprocessing.Split.NONE && input.rank() == 2 ? input.size(1) : Shape.UNKNOWN;
        if (tokens != Shape.UNKNOWN && !layer.ngrams().isEmpty()) {
            int each = tokens;
            tokens = layer.ngrams().stream()
                    .mapToInt(width -> Math.max(0, each - width + 1))
                    .sum();
        }
        return Shape.of(input.size(0), layer.outputSequenceLength().orElse(tokens));
    }

    @Override
    public Shape hashing(Preprocessing.Hashing layer) {
        return encoded(input, layer.outputMode(), layer.numBins());
    }

    @Override
    public Shape hashedCrossing(Preprocessing.HashedCrossing layer) {
        return encoded(input, layer.outputMode(), layer.numBins());
    }

    /** Open where the stored words alone tell it. */
    private static int depth(Preprocessing.IndexLookup layer) {
        return layer.paddedTo().orElse(layer.vocabularySize().orElse(Shape.UNKNOWN));
    }

    @Override
    public Shape stftSpectrogram(Preprocessing.StftSpectrogram layer) {
        int steps = layer.channelsFirst() ? 2 : 1;
        int channels = input.size(3 - steps);
        int time = input.size(steps) == Shape.UNKNOWN
                ? Shape.UNKNOWN
                : SpatialShapes.window(input.size(steps), layer.frameLength(), layer.frameStep(), 1, layer.padding());
        if (layer.expandDims()) {
            return layer.channelsFirst()
                    ? Shape.of(input.size(0), channels, time, layer.frequencies())
                    : Shape.of(input.size(0), time, layer.frequencies(), channels);
        }
        int all = channels == Shape.UNKNOWN ? channels : Math.multiplyExact(channels, layer.frequencies());
        return layer.channelsFirst() ? Shape.of(input.size(0), all, time) : Shape.of(input.size(0), time, all);
    }

    @Override
    public Shape melSpectrogram(Preprocessing.MelSpectrogram layer) {
        int samples = input.size(1);
        // what it gives; its compute_output_shape counts one too many where samples + 1 is a multiple of the stride
        int time = samples == Shape.UNKNOWN
                ? samples
                : (samples + layer.fftLength() / 2 * 2 - layer.fftLength()) / layer.stride() + 1;
        return Shape.of(input.size(0), layer.numMelBins(), time);
    }

    @Override
    public Shape autoContrast(Preprocessing.AutoContrast layer) {
        return input;
    }

    private Shape resized(boolean channelsFirst, int height, int width) {
        int first = input.rank() - (channelsFirst ? 2 : 3); // an image may come without a batch (H_AXIS = -3)
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
