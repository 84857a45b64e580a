package io.github.keras4j.export;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Wrapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names that Keras 3 takes itself. A Concatenate of masked tensors concatenates their masks by operations that become
 * part of the model (keras/src/layers/merging/concatenate.py 3.15, compute_mask), named {@code concatenate}, {@code
 * concatenate_1} and so on in a fresh session; a layer of that name makes the model fail: "The name "concatenate" is
 * used 2 times in the model".
 */
final class Keras3Names {
    private static final Pattern TAKEN = Pattern.compile("concatenate(?:_(\\d{1,9}))?");

    private Keras3Names() {}

    /** A sentence for each layer whose name is taken. */
    static List<String> refusals(Network network) {
        List<String> refusals = new ArrayList<>();
        if (makesMasks(network)) {
            long masked = network.nodes().stream()
                    .filter(node -> node.layer() instanceof Merging.Concatenate && node.masks() == Node.Masks.SEEN)
                    .count();
            for (Layer layer : network.layers()) {
                Matcher name = TAKEN.matcher(layer.name());
                if (name.matches() && (name.group(1) == null ? 0 : Integer.parseInt(name.group(1))) < masked) {
                    refusals.add(String.valueOf(Keras2Layers.lacking(
                                    Target.KERAS_3,
                                    layer,
                                    "no such name beside concatenated masks, whose operations it names so itself")
                            .getMessage()));
                }
            }
        }
        for (Layer layer : network.layers()) {
            if (layer instanceof Wrapper.NestedModel nested) {
                refusals.addAll(refusals(nested.network()));
            }
        }
        return refusals;
    }

    private static boolean makesMasks(Network network) {
        return network.layers().stream()
                .anyMatch(layer -> layer instanceof Core.Masking
                        || layer instanceof Core.Embedding embedding && embedding.maskZero()
                        || layer instanceof Wrapper.NestedModel nested && makesMasks(nested.network()));
    }
}
