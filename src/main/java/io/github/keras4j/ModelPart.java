package io.github.keras4j;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The layers between two of a model as a model of its own. What the first layer takes becomes an input. */
final class ModelPart {
    private final KerasModel model;
    private final Network network;
    private final List<List<Shape>> shapes;
    private final List<Node> nodes = new ArrayList<>();
    private final List<TensorRef> inputs = new ArrayList<>();
    /** Where a node or a fed tensor of the whole is in the part. */
    private final Map<TensorRef, TensorRef> places = new LinkedHashMap<>();

    private ModelPart(KerasModel model) {
        this.model = model;
        network = model.network();
        shapes = Shapes.infer(network);
    }

    /**
     * Cuts the part out.
     *
     * @param first a layer's name, or {@code model/layer} inside a nested model
     * @param last likewise, in the same model
     * @throws InputException for a name that the model does not have, one that is called several times, and two that no
     *     path joins
     * @throws UnsupportedLayerException where a mask reaches the first layer, which the part would not see
     */
    static KerasModel of(KerasModel model, String first, String last) {
        int slash = last.indexOf('/');
        Optional<Wrapper.NestedModel> nested = slash < 0
                ? Optional.empty()
                : model.network().layers().stream()
                        .filter(Wrapper.NestedModel.class::isInstance)
                        .map(Wrapper.NestedModel.class::cast)
                        .filter(layer -> (layer.name() + "/").equals(last.substring(0, slash + 1)))
                        .filter(layer -> first.startsWith(layer.name() + "/"))
                        .findFirst();
        if (nested.isPresent()) {
            String name = nested.get().name();
            ModelPart outer = new ModelPart(model);
            outer.refuseMasks(outer.call(name));
            KerasModel inner = new KerasModel(
                    model.provenance(), nested.get().network(), model.weights().child(name), Optional.empty());
            return of(inner, first.substring(name.length() + 1), last.substring(slash + 1));
        }
        return new ModelPart(model).cut(first, last);
    }

    private KerasModel cut(String first, String last) {
        int from = call(first);
        int to = call(last);
        boolean[] reached = reachedFrom(from);
        if (!reached[to]) {
            throw new InputException("No path leads from layer '" + first + "' to layer '" + last + "' of model '"
                    + model.name() + "'. Give the earlier one first");
        }
        Node begin = network.nodes().get(from);
        if (begin.layer() instanceof Core.InputLayer) {
            feed(new TensorRef(from, 0));
        } else {
            refuseMasks(from);
            begin.inputs().forEach(this::feed);
            begin.keywordInputs().values().forEach(this::feed);
        }
        boolean[] kept = new boolean[network.nodes().size()];
        keep(new TensorRef(to, 0), kept);
        for (int i = 0; i < kept.length; i++) {
            if (kept[i]) {
                refuseHalf(i, first);
                place(i);
            }
        }
        List<TensorRef> outputs = new ArrayList<>();
        int count = Math.max(1, shapes.get(to).size());
        for (int i = 0; i < count; i++) {
            outputs.add(placed(new TensorRef(to, i)));
        }
        Network part = new Network(model.name(), Network.Kind.FUNCTIONAL, nodes, inputs, outputs);
        Map<String, Weights> weights = new LinkedHashMap<>(model.weights().children());
        weights.keySet().retainAll(part.layers().stream().map(Layer::name).toList());
        return new KerasModel(model.provenance(), part, Weights.ofChildren(weights), Optional.empty());
    }

    /** All that a tensor hangs on, but nothing behind what is fed. */
    private void keep(TensorRef ref, boolean[] kept) {
        if (!places.containsKey(ref) && !kept[ref.node()]) {
            kept[ref.node()] = true;
            Node call = network.node(ref);
            call.inputs().forEach(before -> keep(before, kept));
            call.keywordInputs().values().forEach(before -> keep(before, kept));
        }
    }

    /** A layer one of whose outputs is fed can't be in the part for another one. */
    private void refuseHalf(int index, String first) {
        if (!(network.nodes().get(index).layer() instanceof Core.InputLayer)
                && places.keySet().stream().anyMatch(ref -> ref.node() == index)) {
            throw new UnsupportedLayerException("A part of model '" + model.name() + "' can't begin at layer '" + first
                    + "': it would need another output of layer '"
                    + network.nodes().get(index).layer().name() + "' as well. Begin at that layer");
        }
    }

    private void place(int index) {
        Node node = network.nodes().get(index);
        if (node.layer() instanceof Core.InputLayer) {
            feed(new TensorRef(index, 0));
            return;
        }
        Map<String, TensorRef> keywords = new LinkedHashMap<>();
        node.keywordInputs().forEach((name, ref) -> keywords.put(name, placed(ref)));
        Node own = new Node(
                node.layer(),
                node.inputs().stream().map(this::placed).toList(),
                keywords,
                node.arguments(),
                node.masks(),
                node.unmasked().stream().map(this::placed).collect(Collectors.toSet()));
        for (int i = 0; i < Math.max(1, shapes.get(index).size()); i++) {
            places.putIfAbsent(new TensorRef(index, i), new TensorRef(nodes.size(), i));
        }
        nodes.add(own);
    }

    /** An input of the part: the whole's own, or one for a tensor that is computed before the part. */
    private void feed(TensorRef ref) {
        if (places.containsKey(ref)) {
            return;
        }
        Layer before = network.node(ref).layer();
        if (!(before instanceof Core.InputLayer) && (isText(ref) || isLookedUp(ref))) {
            throw new UnsupportedLayerException("A part of model '" + model.name() + "' can't begin behind layer '"
                    + before.name() + "', whose strings or integers are looked up. Begin at an input, or behind the"
                    + " layer that looks them up");
        }
        Layer input = before instanceof Core.InputLayer
                ? before
                : new Core.InputLayer(
                        LayerInfo.of(unused(before.name(), ref), "InputLayer"),
                        Shapes.find(shapes, ref)
                                .orElseThrow(() -> new UnsupportedLayerException("The part can't be cut out: the shape"
                                        + " of what layer '" + before.name() + "' gives can't be told")),
                        DType.FLOAT32);
        places.put(ref, new TensorRef(nodes.size(), 0));
        inputs.add(new TensorRef(nodes.size(), 0));
        nodes.add(new Node(input, List.of()));
    }

    /** The layer's name; with a number where a shared layer gives several tensors, or one layer several outputs. */
    private String unused(String layer, TensorRef ref) {
        List<String> taken = new ArrayList<>(
                inputs.stream().map(own -> nodes.get(own.node()).layer().name()).toList());
        network.layers().stream()
                .map(Layer::name)
                .filter(name -> !name.equals(layer) || ref.output() > 0)
                .forEach(taken::add);
        String own = layer;
        for (int i = Math.max(1, ref.output()); taken.contains(own); i++) {
            own = layer + "_" + i;
        }
        return own;
    }

    private TensorRef placed(TensorRef ref) {
        TensorRef own = places.get(ref);
        if (own != null) {
            return own;
        }
        throw new IllegalStateException(
                "not in the part: " + network.node(ref).layer().name());
    }

    private boolean isText(TensorRef ref) {
        Node node = network.node(ref);
        if (node.layer() instanceof Preprocessing.IndexLookup lookup) {
            return lookup.invert();
        }
        return node.layer() instanceof Core.InputLayer input
                ? input.inputDtype() == DType.STRING
                : !looksUp(node.layer()) && node.inputs().stream().anyMatch(this::isText);
    }

    private boolean isLookedUp(TensorRef ref) {
        return network.nodes().stream().anyMatch(node -> node.inputs().contains(ref) && looksUp(node.layer()));
    }

    private static boolean looksUp(Layer layer) {
        return layer instanceof Preprocessing.IndexLookup
                || layer instanceof Preprocessing.TextVectorization
                || layer instanceof Preprocessing.Hashing
                || layer instanceof Preprocessing.HashedCrossing;
    }

    private boolean[] reachedFrom(int from) {
        boolean[] reached = new boolean[network.nodes().size()];
        reached[from] = true;
        for (int i = from + 1; i < reached.length; i++) {
            Node node = network.nodes().get(i);
            reached[i] = node.inputs().stream().anyMatch(ref -> reached[ref.node()])
                    || node.keywordInputs().values().stream().anyMatch(ref -> reached[ref.node()]);
        }
        return reached;
    }

    /** The only call of a layer. */
    private int call(String name) {
        int found = -1;
        for (int i = 0; i < network.nodes().size(); i++) {
            if (network.nodes().get(i).layer().name().equals(name)) {
                if (found >= 0) {
                    throw new InputException("Layer '" + name + "' of model '" + model.name()
                            + "' is called several times, so its name does not tell a place. Give another layer");
                }
                found = i;
            }
        }
        if (found < 0) {
            throw new InputException("Model '" + model.name() + "' has no layer '" + name + "'. Its layers are "
                    + network.layers().stream().map(Layer::name).toList());
        }
        return found;
    }

    private void refuseMasks(int node) {
        for (TensorRef ref : network.nodes().get(node).inputs()) {
            if (mayBeMasked(ref)) {
                throw new UnsupportedLayerException("A part of model '" + model.name() + "' can't begin at layer '"
                        + network.nodes().get(node).layer().name() + "': layer '"
                        + network.node(ref).layer().name() + "' before it hands on a mask, which the part would not"
                        + " see. Begin at the layer that makes the mask, or before");
            }
        }
    }

    /** A layer that lets no mask through ends it: a recurrent one that gives its last step, and states. */
    private boolean mayBeMasked(TensorRef ref) {
        Node node = network.node(ref);
        Recurrent walk = node.layer() instanceof Recurrent recurrent
                ? recurrent
                : node.layer() instanceof Wrapper.Bidirectional both ? both.forward() : null;
        if (walk != null && (!walk.walk().returnSequences() || ref.output() > 0)) {
            return false;
        }
        return makesMasks(node.layer()) || node.inputs().stream().anyMatch(this::mayBeMasked);
    }

    private static boolean makesMasks(Layer layer) {
        return layer instanceof Core.Masking
                || layer instanceof Core.VectorMasking
                || layer instanceof Core.Embedding embedding && embedding.maskZero()
                || layer instanceof Core.ReversibleEmbedding reversible && reversible.maskZero()
                || layer instanceof Wrapper.NestedModel nested
                        && nested.network().layers().stream().anyMatch(ModelPart::makesMasks);
    }
}
