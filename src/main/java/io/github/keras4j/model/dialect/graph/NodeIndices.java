package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.dialect.graph.Call.Ref;
import io.github.keras4j.model.dialect.layers.LayerSpec;
import io.github.keras4j.model.dialect.layers.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * By which number the first call of a layer goes. A model used as a layer comes with a node of its own, so its
 * calls count from 1 (keras/engine/network.py 2.2.4, get_config: "Networks start with a pre-existing node"), but
 * not where it was a Sequential built by that call. Every stored call's output is used by someone, so the smallest
 * number in use is the first call's. Keras 3 counts calls among the layers from 0 and those of the model's outputs
 * from 1 (keras/src/models/functional.py 3.15, functional_from_config, get_tensor).
 */
final class NodeIndices {
    private NodeIndices() {}

    static Map<String, Integer> firstCalls(
            Map<String, LayerSpec> specs,
            Map<String, List<Call>> calls,
            List<Ref> inputs,
            List<Ref> outputs,
            Origin origin) {
        Map<String, Integer> first = new HashMap<>();
        if (origin.isKeras3()) {
            return first;
        }
        List<Ref> all = new ArrayList<>(inputs);
        all.addAll(outputs);
        calls.values().forEach(list -> list.forEach(call -> all.addAll(call.refs())));
        for (Ref ref : all) {
            LayerSpec spec = specs.get(ref.layer());
            if (spec != null && LayerFactory.isNetwork(spec)) {
                first.merge(ref.layer(), ref.call(), Math::min);
            }
        }
        return first;
    }

    static Ref output(Ref ref, Map<String, LayerSpec> specs, Origin origin) {
        LayerSpec spec = specs.get(ref.layer());
        boolean counted = origin.isKeras3() && spec != null && spec.config().has("input_layers");
        return counted && ref.call() > 0 ? new Ref(ref.layer(), ref.call() - 1, ref.output()) : ref;
    }
}
