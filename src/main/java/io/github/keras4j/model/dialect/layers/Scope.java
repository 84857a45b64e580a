package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.tensor.Shape;
import java.util.List;

/**
 * What a layer's meaning depends on beside its options.
 *
 * @param inputs the shapes of its first call's inputs, empty where they can't be told
 * @param builtRank the rank of the input that it was built for, -1 where the file does not say it
 */
public record Scope(Origin origin, List<Shape> inputs, InnerLayers factory, int builtRank) {
    /** Whether Keras knows the batch size of the tensors that the layer is called on. */
    boolean fixedBatch() {
        return factory.outerBatchIsFixed().orElse(isBatchFixed(inputs));
    }

    /** Whether tensors of these shapes have a known batch size. */
    public static boolean isBatchFixed(List<Shape> inputs) {
        return !inputs.isEmpty()
                && inputs.stream().allMatch(shape -> shape.rank() > 0 && shape.size(0) != Shape.UNKNOWN);
    }

    boolean channelsFirst(Options options) {
        String format = options.text("data_format", "channels_last");
        if (!format.equals("channels_first") && !format.equals("channels_last")) {
            throw new Refusal("data_format is channels_first or channels_last. Received: data_format=" + format);
        }
        return format.equals("channels_first");
    }

    Scope within(List<Shape> innerInputs) {
        return new Scope(origin, innerInputs, factory, Shape.UNKNOWN);
    }

    int rank() {
        return inputs.isEmpty() ? Shape.UNKNOWN : inputs.get(0).rank();
    }
}
