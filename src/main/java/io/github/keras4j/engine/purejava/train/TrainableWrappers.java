package io.github.keras4j.engine.purejava.train;

import io.github.keras4j.model.Activations.Activate;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.Wrapper;
import java.util.ArrayList;
import java.util.List;

/** Of layers around others, every reason against training one; those against an inner layer with its name. */
record TrainableWrappers(TrainableLayers layers) implements Wrapper.Visitor<List<String>> {
    @Override
    public List<String> bidirectional(Wrapper.Bidirectional both) {
        List<String> reasons = new ArrayList<>(inner(both.forward()));
        reasons.addAll(inner(both.backward()));
        if (both.mergeMode() == Wrapper.MergeMode.NONE) {
            reasons.add("two outputs are not trained. Received: merge_mode=None");
        }
        if (!(both.forward() instanceof Recurrent.Rnn) || !(both.backward() instanceof Recurrent.Rnn)) {
            reasons.add("only LSTM, GRU and SimpleRNN are trained inside it. Received: "
                    + both.forward().className());
        }
        if (both.forward().walk().returnSequences() != both.backward().walk().returnSequences()) {
            reasons.add("both directions give sequences or none does. Received: return_sequences="
                    + both.forward().walk().returnSequences() + " forward, "
                    + both.backward().walk().returnSequences() + " backward");
        }
        return reasons;
    }

    @Override
    public List<String> timeDistributed(Wrapper.TimeDistributed each) {
        boolean known = each.layer() instanceof Core.Dense
                || each.layer() instanceof Activate
                || each.layer() instanceof Shaping.Flatten;
        return known
                ? inner(each.layer())
                : List.of("only Dense, Activation and Flatten are trained inside it. Received: "
                        + each.layer().className());
    }

    @Override
    public List<String> nestedModel(Wrapper.NestedModel layer) {
        return TrainableLayers.ONLY_RUN;
    }

    private List<String> inner(Layer layer) {
        return layers.reasons(layer).stream()
                .map(reason -> "layer '" + layer.name() + "' inside it: " + reason)
                .toList();
    }
}
