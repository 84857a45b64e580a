package io.github.keras4j.diagnosis;

import io.github.keras4j.compare.Cause;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The known ways in which a port goes wrong, each as a changed model. What each stands for is said where it is made;
 * most are differences between generations of Keras, or what importers get wrong.
 */
public final class Suspects {
    private Suspects() {}

    /** Everything that can be changed about one layer, and about the masks that reach it. */
    public static List<Suspect> of(KerasModel model, String layerName) {
        List<Suspect> suspects = new ArrayList<>();
        for (Layer layer : model.network().layers()) {
            boolean masks = layer instanceof Core.Embedding
                    || layer instanceof Core.Masking
                    || layer instanceof Core.Passthrough;
            if (layer.name().equals(layerName)) {
                LayerVariants.of(layer, model.weights().child(layerName))
                        .forEach(variant -> suspects.add(suspect(model, layer, variant)));
            }
            // a mask shows where it is used, not where it is made: the maker's own output is the same
            if (masks && isBefore(model, layer.name(), layerName)) {
                MaskVariants.of(layer, model.weights().child(layer.name()))
                        .forEach(variant -> suspects.add(suspect(model, layer, variant)));
            }
        }
        return suspects;
    }

    /** The layer's kernel with every number times {@code factor}; empty when it has none. */
    public static Optional<Suspect> kernelTimes(KerasModel model, String layerName, double factor) {
        Weights weights = model.weights().child(layerName);
        Weights scaled = Blocks.times(weights, "kernel", factor);
        if (scaled.equals(weights)) {
            return Optional.empty();
        }
        String factorWords = factor >= 1 ? "times " + (long) factor : "divided by " + Math.round(1 / factor);
        return Optional.of(new Suspect(
                new Cause(Cause.Kind.WEIGHT, layerName, "layer '" + layerName + "': kernel " + factorWords),
                withWeights(model, layerName, scaled)));
    }

    /**
     * The model with a layer's output given instead of computed.
     *
     * @return its inputs are the model's, then that layer's output
     */
    public static KerasModel fedAt(KerasModel model, Layer layer, io.github.keras4j.tensor.Shape shape) {
        Core.InputLayer input = new Core.InputLayer(
                LayerInfo.of(layer.name(), "InputLayer"), shape, layer.info().dtype());
        Network network = model.network();
        List<Node> nodes = new ArrayList<>(network.nodes());
        List<TensorRef> inputs = new ArrayList<>(network.inputs());
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).layer().name().equals(layer.name())) {
                nodes.set(i, new Node(input, List.of()));
                inputs.add(new TensorRef(i, 0));
            }
        }
        return new KerasModel(
                model.provenance(),
                new Network(network.name(), Network.Kind.FUNCTIONAL, nodes, inputs, network.outputs()),
                model.weights(),
                model.training());
    }

    /** The model with one array of a layer's weights changed. */
    public static KerasModel withWeights(KerasModel model, String layer, Weights weights) {
        Map<String, Weights> children = new LinkedHashMap<>(model.weights().children());
        children.put(layer, weights);
        return model.withWeights(new Weights(model.weights().tensors(), children));
    }

    private static boolean isBefore(KerasModel model, String maker, String user) {
        List<String> names = model.network().layers().stream().map(Layer::name).toList();
        return names.indexOf(maker) < names.indexOf(user);
    }

    private static Suspect suspect(KerasModel model, Layer old, Variant variant) {
        Network network = model.network();
        List<Node> nodes = network.nodes().stream()
                .map(node -> node.layer().name().equals(old.name())
                        ? new Node(
                                variant.layer(),
                                node.inputs(),
                                node.keywordInputs(),
                                node.arguments(),
                                node.masks(),
                                node.unmasked())
                        : node)
                .toList();
        KerasModel changed =
                new KerasModel(model.provenance(), network.withNodes(nodes), model.weights(), model.training());
        Cause cause = new Cause(variant.kind(), old.name(), "layer '" + old.name() + "': " + variant.change());
        return new Suspect(cause, withWeights(changed, old.name(), variant.weights()));
    }
}
