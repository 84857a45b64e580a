package io.github.keras4j.engine.dl4j;

import static io.github.keras4j.engine.dl4j.Dl4jRules.refused;

import io.github.keras4j.model.Normalizing;
import io.github.keras4j.tensor.Shape;
import java.util.Optional;

/** What DL4J runs right of normalizations. */
record Dl4jNormalizingRules(Shape input) implements Normalizing.Visitor<Optional<String>> {
    @Override
    public Optional<String> batchNormalization(Normalizing.BatchNormalization norm) {
        int axis = norm.axis().size() == 1 ? norm.axis().get(0) : Integer.MIN_VALUE;
        boolean last = axis == -1 || axis == input.rank() - 1;
        if (norm.perBatch() || !last) {
            return refused("DL4J normalizes the last axis by moving averages only. Received: axis=" + norm.axis());
        }
        return input.rank() == 2 || input.rank() == 4
                ? Optional.empty()
                : refused("DL4J's BatchNormalization takes rank 2 or 4. Received: shape " + input);
    }

    @Override
    public Optional<String> sampleNormalization(Normalizing.SampleNormalization layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> layerNormalization(Normalizing.LayerNormalization layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> groupNormalization(Normalizing.GroupNormalization layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> rmsNormalization(Normalizing.RmsNormalization layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> layerScale(Normalizing.LayerScale layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> unitNormalization(Normalizing.UnitNormalization layer) {
        return refused(Dl4jRules.ABSENT);
    }
}
