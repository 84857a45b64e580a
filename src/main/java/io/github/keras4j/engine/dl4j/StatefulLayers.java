package io.github.keras4j.engine.dl4j;

import io.github.keras4j.model.Network;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.TensorRef;
import java.util.HashSet;
import java.util.Set;

/** Which layers of the lowered model carry their state from call to call. */
final class StatefulLayers {
    private StatefulLayers() {}

    static Set<String> of(Network network, Lowered lowered) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            if (network.nodes().get(i).layer() instanceof Recurrent recurrent
                    && recurrent.walk().stateful()) {
                names.add(lowered.layerOf(new TensorRef(i, 0)));
            }
        }
        return names;
    }
}
