package io.github.keras4j.engine.purejava.train;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Wrapper;
import java.util.ArrayList;
import java.util.List;

/** Of layers around others, every reason against training one; those against an inner layer with its name. */
record TrainableWrappers(TrainableLayers layers) implements Wrapper.Visitor<List<String>> {
    @Override
    public List<String> bidirectional(Wrapper.Bidirectional both) {
        List<String> reasons = new ArrayList<>(inner(both.forward()));
        reasons.addAll(inner(both.backward()));
        if (both.forward().walk().returnSequences() != both.backward().walk().returnSequences()) {
            reasons.add("both directions give sequences or none does. Received: return_sequences="
                    + both.forward().walk().returnSequences() + " forward, "
                    + both.backward().walk().returnSequences() + " backward");
        }
        return reasons;
    }

    @Override
    public List<String> timeDistributed(Wrapper.TimeDistributed each) {
        Layer layer = each.layer();
        List<String> reasons = new ArrayList<>(inner(layer));
        if (lookAtSteps(layer)) {
            reasons.add("this layer is not trained inside it. Received: " + layer.className());
        }
        return reasons;
    }

    /** Keras may go step by step: a layer that keeps something, or makes a mask, gives other numbers then. */
    private static boolean lookAtSteps(Layer layer) {
        if (layer instanceof Wrapper.NestedModel nested) {
            return nested.network().layers().stream().anyMatch(TrainableWrappers::lookAtSteps);
        }
        return layer instanceof Recurrent recurrent && recurrent.walk().stateful()
                || layer instanceof Core.Masking
                || layer instanceof Core.Embedding table && table.maskZero()
                || layer instanceof Normalizing.BatchNormalization;
    }

    @Override
    public List<String> nestedModel(Wrapper.NestedModel nested) {
        if (nested.info().extras().containsKey(LayerInfo.POWER_ITERATIONS)) {
            return List.of(
                    "it changes its kernel while it trains, which is not done here. Received: " + nested.className());
        }
        return List.of(); // what is within is examined where it is called, under the masks that it is given
    }

    private List<String> inner(Layer layer) {
        if (layer instanceof Wrapper.NestedModel nested) {
            return TrainingSupport.refusals(nested.network(), layers.rules()).stream()
                    .map(refusal -> "layer '" + refusal.layer() + "' inside it: " + refusal.reason())
                    .toList();
        }
        if (layer.info().extras().get("activity_regularizer") != null) {
            return List.of(
                    "layer '" + layer.name() + "' inside it: an activity regularizer inside a wrapper is not trained."
                            + " Received: activity_regularizer="
                            + layer.info().extras().get("activity_regularizer"));
        }
        return layers.reasons(layer).stream()
                .map(reason -> "layer '" + layer.name() + "' inside it: " + reason)
                .toList();
    }
}
