package io.github.keras4j.engine.dl4j;

import static io.github.keras4j.engine.dl4j.Dl4jRules.refused;

import io.github.keras4j.export.Keras2Recurrent;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** What DL4J runs right of layers around others. */
record Dl4jWrapperRules(Shape input) implements Wrapper.Visitor<Optional<String>> {
    @Override
    public Optional<String> bidirectional(Wrapper.Bidirectional layer) {
        Recurrent forward = layer.forward();
        if (layer.mergeMode() == Wrapper.MergeMode.NONE) {
            return refused("DL4J's Bidirectional gives one output. Received: merge_mode=None");
        }
        if (forward.walk().goBackwards() || !layer.backward().equals(Keras2Recurrent.mirrored(layer))) {
            return refused("DL4J's Bidirectional runs one layer forwards and the same backwards");
        }
        if (forward.walk().stateful()) {
            return refused("DL4J's Bidirectional carries no state. Received: stateful=True");
        }
        return Dl4jRecurrentRules.inEitherDirection(forward, input);
    }

    /** Per step or on all steps at once is the same where only the last axis is looked at. */
    @Override
    public Optional<String> timeDistributed(Wrapper.TimeDistributed layer) {
        Layer inner = layer.layer();
        boolean pointwise = inner instanceof Core.Dense
                || inner instanceof Core.Passthrough
                || inner instanceof Activations.Activate;
        return pointwise
                ? Dl4jRules.refusal(inner, List.of(input))
                : refused("DL4J applies no " + inner.className() + " step by step");
    }

    /** Flattened before: its layers are asked one by one. */
    @Override
    public Optional<String> nestedModel(Wrapper.NestedModel layer) {
        return refused("DL4J's Keras importer has no model within a model");
    }
}
