package io.github.keras4j.engine.dl4j;

import static io.github.keras4j.engine.dl4j.Dl4jRules.refused;

import io.github.keras4j.model.Shaping;
import io.github.keras4j.tensor.Shape;
import java.util.Optional;

/** What DL4J runs right of layers that move values. */
record Dl4jShapingRules(Shape input) implements Shaping.Visitor<Optional<String>> {
    @Override
    public Optional<String> flatten(Shaping.Flatten layer) {
        return layer.channelsFirst() || !input.slice(1, input.rank()).isKnown()
                ? refused("DL4J flattens known shapes, channels last. Received: shape " + input)
                : Optional.empty();
    }

    @Override
    public Optional<String> zeroPadding(Shaping.ZeroPadding layer) {
        return layer.padding().size() == 2 && !layer.channelsFirst()
                ? Optional.empty()
                : refused("DL4J pads images right, channels last");
    }

    /** Its Cropping2D hands out a view, and DL4J refuses another that takes it: it is of a closed workspace. */
    @Override
    public Optional<String> cropping(Shaping.Cropping layer) {
        return refused("DL4J's cropping hands out a view that not every layer takes");
    }

    /** Taken off at the model's ends, where it is only another look at the same values. */
    @Override
    public Optional<String> reshape(Shaping.Reshape layer) {
        return Optional.empty();
    }

    @Override
    public Optional<String> permute(Shaping.Permute layer) {
        return refused("DL4J's Keras importer is not known to do this layer right");
    }

    @Override
    public Optional<String> repeatVector(Shaping.RepeatVector layer) {
        return refused("DL4J's Keras importer is not known to do this layer right");
    }

    @Override
    public Optional<String> upSampling(Shaping.UpSampling layer) {
        return refused("DL4J's Keras importer is not known to do this layer right");
    }
}
