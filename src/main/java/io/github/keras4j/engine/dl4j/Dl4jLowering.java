package io.github.keras4j.engine.dl4j;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rewrites a model into the same function in layers that DL4J's importer reads right: nested models are laid flat,
 * each call of a layer becomes a layer of its own, what does nothing in inference is left out, and the layers
 * themselves go through {@link LayerLowering}.
 */
final class Dl4jLowering {
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Weights> weights = new LinkedHashMap<>();

    Lowered lower(KerasModel model) {
        Network network = model.network();
        Map<TensorRef, TensorRef> places = inline(network, model.weights(), Map.of());
        List<TensorRef> inputs = network.inputs().stream().map(places::get).toList();
        List<TensorRef> outputs = network.outputs().stream().map(places::get).toList();
        Network flat = new Network("model", network.kind(), nodes, inputs, outputs);
        KerasModel lowered = new KerasModel(model.provenance(), flat, Weights.ofChildren(weights), Optional.empty());
        return new Lowered(lowered, places);
    }

    /** @param fed for a nested network, where what its inputs receive is found */
    private Map<TensorRef, TensorRef> inline(Network network, Weights from, Map<TensorRef, TensorRef> fed) {
        Map<TensorRef, TensorRef> places = new HashMap<>(fed);
        for (int i = 0; i < network.nodes().size(); i++) {
            TensorRef here = new TensorRef(i, 0);
            if (places.containsKey(here)) {
                continue;
            }
            Node node = network.nodes().get(i);
            Layer layer = node.layer();
            List<TensorRef> inputs = node.inputs().stream().map(places::get).toList();
            if (layer instanceof Core.Passthrough) {
                places.put(here, inputs.get(0));
            } else if (layer instanceof Wrapper.NestedModel nested) {
                Map<TensorRef, TensorRef> inside = new HashMap<>();
                for (int k = 0; k < inputs.size(); k++) {
                    inside.put(nested.network().inputs().get(k), inputs.get(k));
                }
                Map<TensorRef, TensorRef> laid = inline(nested.network(), from.child(layer.name()), inside);
                for (int k = 0; k < nested.network().outputs().size(); k++) {
                    places.put(
                            new TensorRef(i, k),
                            laid.get(nested.network().outputs().get(k)));
                }
            } else {
                places.put(here, add(layer, inputs, from.child(layer.name())));
            }
        }
        return places;
    }

    private TensorRef add(Layer layer, List<TensorRef> inputs, Weights of) {
        LayerLowering.Result result = LayerLowering.lower("layer_" + nodes.size(), layer, of);
        nodes.add(new Node(result.layer(), inputs));
        weights.put(result.layer().name(), result.weights());
        return new TensorRef(nodes.size() - 1, 0);
    }
}
