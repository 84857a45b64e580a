package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.Support;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.layers.Computations;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Wrapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Goes through a model and collects every reason why DL4J would not run it right, with keras4j's layers in it. */
final class Dl4jSupport {
    private final List<Support.Refusal> refusals = new ArrayList<>();
    private final Computations computations = new Computations();

    private Dl4jSupport() {}

    static Support of(KerasModel model) {
        Dl4jSupport support = new Dl4jSupport();
        support.check(model.network());
        return new Support(support.refusals.stream().distinct().toList());
    }

    private void check(Network network) {
        Set<String> called = new HashSet<>();
        for (Node node : network.nodes()) {
            Layer layer = node.layer();
            if (layer instanceof Wrapper.NestedModel nested) {
                check(nested.network());
            } else if (!(layer instanceof Core.InputLayer || layer instanceof Core.Constant)) {
                check(layer);
            }
            boolean again = !called.add(layer.name());
            if (again
                    && layer instanceof Recurrent recurrent
                    && recurrent.walk().stateful()) {
                refuse(layer, "each call is a layer of its own in DL4J, and this one's calls share their states");
            }
        }
    }

    private void check(Layer layer) {
        try {
            computations.visit(layer);
        } catch (UnfitException e) {
            refuse(layer, String.valueOf(e.getMessage()));
        }
    }

    private void refuse(Layer layer, String reason) {
        refusals.add(new Support.Refusal(layer.name(), layer.className(), reason));
    }
}
