package io.github.keras4j.engine.dl4j;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Rewrites a model into the same function, made of layers that DL4J's importer reads right. Nested models are
 * flattened, each call of a layer becomes a layer of its own, and layers that do nothing in inference are left out. The
 * session does a Flatten or Reshape at the ends. Each layer goes through {@link LayerLowering}.
 */
final class Dl4jLowering {
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Weights> weights = new LinkedHashMap<>();

    Lowered lower(KerasModel model) {
        Network network = model.network();
        Map<TensorRef, TensorRef> places = inline(network, model.weights(), Map.of());
        List<TensorRef> outputs = new ArrayList<>();
        for (TensorRef output : network.outputs()) {
            TensorRef place = Objects.requireNonNull(places.get(output));
            while (isReshaping(nodes.get(place.node()).layer())) {
                place = nodes.get(place.node()).inputs().get(0);
            }
            places.put(output, place);
            outputs.add(place);
        }
        List<TensorRef> inputs = network.inputs().stream()
                .map(ref -> Objects.requireNonNull(places.get(ref)))
                .toList();
        foldFirstReshapes();
        return Pruning.prune(model, nodes, weights, inputs, outputs, places);
    }

    /** @param fed for a nested network, where what its inputs receive is found */
    private Map<TensorRef, TensorRef> inline(Network network, Weights from, Map<TensorRef, TensorRef> fed) {
        Map<TensorRef, TensorRef> places = new HashMap<>(fed);
        List<List<Shape>> shapes = Shapes.infer(network);
        for (int i = 0; i < network.nodes().size(); i++) {
            TensorRef here = new TensorRef(i, 0);
            if (places.containsKey(here)) {
                continue;
            }
            Node node = network.nodes().get(i);
            Layer layer = node.layer();
            List<TensorRef> inputs = node.inputs().stream()
                    .map(ref -> Objects.requireNonNull(places.get(ref)))
                    .toList();
            if (isIdentity(layer)) {
                places.put(here, inputs.get(0));
            } else if (layer instanceof Wrapper.NestedModel nested) {
                inlineNested(i, nested, from.child(layer.name()), inputs, places);
            } else {
                places.put(here, add(layer, inputs, from.child(layer.name()), Shapes.inputs(node, shapes)));
            }
        }
        return places;
    }

    private static boolean isIdentity(Layer layer) {
        return layer instanceof Core.Passthrough
                || (layer instanceof Wrapper.TimeDistributed timeDistributed
                        && timeDistributed.layer() instanceof Core.Passthrough);
    }

    private void inlineNested(
            int call,
            Wrapper.NestedModel nested,
            Weights from,
            List<TensorRef> inputs,
            Map<TensorRef, TensorRef> places) {
        Network network = nested.network();
        Map<TensorRef, TensorRef> inside = new HashMap<>();
        for (int k = 0; k < inputs.size(); k++) {
            inside.put(network.inputs().get(k), inputs.get(k));
        }
        Map<TensorRef, TensorRef> laid = inline(network, from, inside);
        for (int k = 0; k < network.outputs().size(); k++) {
            places.put(
                    new TensorRef(call, k),
                    Objects.requireNonNull(laid.get(network.outputs().get(k))));
        }
    }

    private TensorRef add(Layer layer, List<TensorRef> inputs, Weights of, List<Shape> shapes) {
        LayerLowering.Result result = LayerLowering.lower("layer_" + nodes.size(), layer, of, shapes);
        nodes.add(new Node(result.layer(), inputs));
        weights.put(result.layer().name(), result.weights());
        return new TensorRef(nodes.size() - 1, 0);
    }

    /** Whether the layer only changes the shape, with the same values in the same order. */
    static boolean isReshaping(Layer layer) {
        return layer instanceof Shaping.Flatten || layer instanceof Shaping.Reshape;
    }

    /** A Flatten or Reshape that alone takes an input becomes that input's own shape. */
    private void foldFirstReshapes() {
        Network flat = new Network("model", Network.Kind.FUNCTIONAL, nodes, List.of(), List.of());
        List<List<Shape>> shapes = Shapes.infer(flat);
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (isReshaping(node.layer())) {
                int source = node.inputs().get(0).node();
                TensorRef from = new TensorRef(source, 0);
                long users = nodes.stream()
                        .filter(other -> other.inputs().contains(from))
                        .count();
                Optional<Shape> shape = Shapes.find(shapes, new TensorRef(i, 0));
                if (nodes.get(source).layer() instanceof Core.InputLayer input
                        && users == 1
                        && shape.isPresent()
                        && shape.get().slice(1, shape.get().rank()).isKnown()) {
                    nodes.set(
                            source,
                            new Node(new Core.InputLayer(input.info(), shape.get(), input.inputDtype()), List.of()));
                    Pruning.redirect(nodes, i, from);
                }
            }
        }
    }
}
