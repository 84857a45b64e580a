package io.github.keras4j.diagnosis;

import io.github.keras4j.compare.Cause.Kind;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Directions joined or exchanged in another way, and what can be changed about the layer inside. */
final class WrapperVariants {
    private WrapperVariants() {}

    static List<Variant> timeDistributed(Wrapper.TimeDistributed outer, Weights weights) {
        return LayerVariants.of(outer.layer(), weights.child("layer")).stream()
                .map(inner -> new Variant(
                        inner.kind(),
                        inner.change(),
                        new Wrapper.TimeDistributed(outer.info(), inner.layer(), outer.innerMask()),
                        child(weights, "layer", inner.weights())))
                .toList();
    }

    static List<Variant> bidirectional(Wrapper.Bidirectional both, Weights weights) {
        List<Variant> variants = new ArrayList<>();
        for (Wrapper.MergeMode mode : Wrapper.MergeMode.values()) {
            if (mode != both.mergeMode()) {
                variants.add(new Variant(
                        Kind.MERGE,
                        "merge_mode " + mode + " where this model has " + both.mergeMode(),
                        new Wrapper.Bidirectional(both.info(), both.forward(), both.backward(), mode),
                        weights));
            }
        }
        Weights swapped =
                child(child(weights, "forward", weights.child("backward")), "backward", weights.child("forward"));
        variants.add(new Variant(Kind.MERGE, "forward and backward weights exchanged", both, swapped));
        if (both.forward() instanceof Recurrent.Rnn forward && both.backward() instanceof Recurrent.Rnn backward) {
            List<Variant> ahead = RecurrentVariants.of(forward, weights.child("forward"));
            List<Variant> back = RecurrentVariants.of(backward, weights.child("backward"));
            for (Variant one : back) {
                variants.add(new Variant(
                        one.kind(),
                        "backward layer: " + one.change(),
                        new Wrapper.Bidirectional(both.info(), forward, (Recurrent) one.layer(), both.mergeMode()),
                        child(weights, "backward", one.weights())));
            }
            for (int i = 0; i < ahead.size(); i++) {
                Variant one = ahead.get(i);
                variants.add(new Variant(
                        one.kind(),
                        "forward layer: " + one.change(),
                        new Wrapper.Bidirectional(both.info(), (Recurrent) one.layer(), backward, both.mergeMode()),
                        child(weights, "forward", one.weights())));
                if (ahead.size() == back.size()) {
                    variants.add(new Variant(
                            one.kind(),
                            "both directions: " + one.change(),
                            new Wrapper.Bidirectional(
                                    both.info(),
                                    (Recurrent) one.layer(),
                                    (Recurrent) back.get(i).layer(),
                                    both.mergeMode()),
                            child(
                                    child(weights, "forward", one.weights()),
                                    "backward",
                                    back.get(i).weights())));
                }
            }
        }
        return variants;
    }

    private static Weights child(Weights weights, String name, Weights changed) {
        Map<String, Weights> children = new LinkedHashMap<>(weights.children());
        children.put(name, changed);
        return new Weights(weights.tensors(), children);
    }
}
