package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.dialect.layers.InputShapes;
import io.github.keras4j.model.dialect.layers.Keras1Options;
import io.github.keras4j.model.dialect.layers.LayerSpec;
import io.github.keras4j.model.dialect.layers.Options;
import io.github.keras4j.model.dialect.layers.Refusal;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A Sequential: a chain, which in Keras 1 may begin with a Merge of several chains. */
final class SequentialReader {
    private final LayerFactory factory;
    /** A model that stands first is read to see its inputs; to read it again would double the time at each level. */
    private final Map<LayerSpec, Layer> first = new IdentityHashMap<>();

    SequentialReader(LayerFactory factory) {
        this.factory = factory;
    }

    Network read(LayerSpec spec, List<Shape> outer) {
        Graph graph = new Graph();
        List<TensorRef> inputs = new ArrayList<>();
        List<Layer> order = new ArrayList<>();
        boolean merges = beginsWithMerge(spec.config());
        List<TensorRef> ends = chain(spec, outer, graph, inputs, order);
        String name = spec.name().isEmpty() ? "sequential" : spec.name();
        Network network = graph.build(name, merges ? Network.Kind.FUNCTIONAL : Network.Kind.SEQUENTIAL, inputs, ends);
        factory.remember(network, order);
        return network;
    }

    private static boolean beginsWithMerge(JsonNode config) {
        return config.path("layers").path(0).path("class_name").asString("").equals("Merge");
    }

    /** Adds a chain's layers to the graph; the answer is its outputs (several only where the last layer has). */
    private List<TensorRef> chain(
            LayerSpec spec, List<Shape> outer, Graph graph, List<TensorRef> inputs, List<Layer> order) {
        List<LayerSpec> layers = new ArrayList<>();
        spec.config().path("layers").forEach(node -> layers.add(named(LayerSpec.of(node), layers.size())));
        if (layers.isEmpty()) {
            throw new MalformedArchiveException("The Sequential '" + spec.name() + "' has no layers.");
        }
        List<TensorRef> flow;
        int from = 0;
        if (beginsWithMerge(spec.config())) {
            flow = List.of(merged(layers.get(0), graph, inputs, order));
            from = 1;
        } else {
            try {
                flow = inputs(spec, layers.get(0), outer, graph);
            } catch (Refusal refusal) {
                throw refusal.of(layers.get(0).name());
            }
            inputs.addAll(flow);
            from = layers.get(0).className().equals("InputLayer") ? 1 : 0;
        }
        for (LayerSpec next : layers.subList(from, layers.size())) {
            Layer known = first.get(next);
            Layer layer = known == null ? factory.layer(next, graph.shapes(flow)) : known;
            order.add(layer);
            TensorRef output = graph.add(new Node(layer, flow));
            flow = outputs(graph, layer, output);
        }
        return flow;
    }

    /** A layer with several outputs can only be the last; then all of them are the model's. */
    private static List<TensorRef> outputs(Graph graph, Layer layer, TensorRef first) {
        List<TensorRef> all = new ArrayList<>();
        int count = Math.max(1, graph.outputs(first.node()).size());
        for (int i = 0; i < count; i++) {
            all.add(new TensorRef(first.node(), i));
        }
        return all;
    }

    /** Keras 1's Merge of several Sequentials: their layers become this network's (Sequential.flattened_layers). */
    private TensorRef merged(LayerSpec merge, Graph graph, List<TensorRef> inputs, List<Layer> order) {
        List<TensorRef> branches = new ArrayList<>();
        JsonNode inside = merge.config().remove("layers"); // read here, so that the Merge itself has none
        for (JsonNode node : inside == null ? List.<JsonNode>of() : inside) {
            LayerSpec branch = LayerSpec.of(node);
            if (branch.config().has("input_layers")) {
                throw new Refusal("it merges functional models inside a Sequential. Received: " + branch.className()
                        + ". Merge with the functional API instead");
            }
            branches.addAll(
                    LayerFactory.isNetwork(branch)
                            ? chain(branch, List.of(), graph, inputs, order)
                            : chain(single(branch, node), List.of(), graph, inputs, order));
        }
        Layer layer = factory.layer(merge, graph.shapes(branches));
        order.add(layer);
        return graph.add(new Node(layer, branches, java.util.Map.of(), java.util.Map.of(), Node.Masks.DROPPED));
    }

    private static LayerSpec single(LayerSpec layer, JsonNode node) {
        tools.jackson.databind.node.ObjectNode config =
                tools.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        config.putArray("layers").add(node);
        return new LayerSpec(layer.name(), "Sequential", "", config, false, layer.inbound(), layer.builtRank());
    }

    private List<TensorRef> inputs(LayerSpec spec, LayerSpec first, List<Shape> outer, Graph graph) {
        LayerSpec modern = factory.origin().isKeras1() ? Keras1Options.modern(first) : first;
        Options options = new Options(modern.config());
        if (first.className().equals("InputLayer")) {
            Layer layer = factory.layer(first, List.of());
            if (layer instanceof Core.InputLayer input) {
                return List.of(graph.add(new Node(input, List.of())));
            }
            throw notRun(layer);
        }
        // an Embedding takes indices, whatever type Keras calls its placeholder
        DType dtype = modern.className().equals("Embedding") ? DType.INT32 : InputShapes.dtype(options, DType.FLOAT32);
        String name = first.name() + "_input";
        Optional<Shape> declared = InputShapes.ofFirst(modern.className(), options);
        if (declared.isPresent()) {
            return List.of(graph.addInput(name, declared.get(), dtype));
        }
        if (LayerFactory.isNetwork(first)) { // takes over the inputs of the model inside
            Layer inner = factory.layer(first, outer);
            if (inner instanceof Wrapper.NestedModel nested) {
                this.first.put(first, inner);
                List<TensorRef> refs = new ArrayList<>();
                for (TensorRef ref : nested.network().inputs()) {
                    Layer start = nested.network().node(ref).layer();
                    if (!(start instanceof Core.InputLayer input)) {
                        throw notRun(start);
                    }
                    String own = refs.isEmpty() ? name : name + "_" + refs.size();
                    LayerInfo info = new LayerInfo(
                            own, "InputLayer", DType.FLOAT32, true, input.info().extras());
                    refs.add(graph.add(
                            new Node(new Core.InputLayer(info, input.shape(), input.inputDtype()), List.of())));
                }
                return refs;
            }
            throw notRun(inner);
        }
        if (first.config().has("layer")) { // a wrapper passes on what its inner layer declares
            Optional<Shape> inside = InputShapes.declared(
                    new Options(first.config().path("layer").path("config")));
            if (inside.isPresent() && first.className().equals("Bidirectional")) {
                return List.of(graph.addInput(name, inside.get(), dtype));
            }
        }
        Options whole = new Options(spec.config());
        Optional<Shape> built =
                whole.find("build_input_shape").filter(JsonNode::isArray).map(InputShapes::of);
        if (built.isPresent()) {
            return List.of(graph.addInput(name, built.get(), dtype));
        }
        if (!outer.isEmpty()) {
            List<TensorRef> refs = new ArrayList<>();
            for (Shape shape : outer) {
                refs.add(graph.addInput(refs.isEmpty() ? name : name + "_" + refs.size(), shape, dtype));
            }
            return refs;
        }
        Optional<Shape> kernel = byKernel(first.name(), modern.className());
        if (kernel.isPresent()) {
            return List.of(graph.addInput(name, kernel.get(), dtype));
        }
        throw new MalformedArchiveException("The Sequential '" + spec.name()
                + "' declares no input shape. Give its first layer input_shape and save the model again.");
    }

    /** Without its first layer, the input of a Sequential can't be told. */
    private static Refusal notRun(Layer layer) {
        return new Refusal(
                layer instanceof Unknown unknown
                        ? unknown.reason()
                        : "it declares no input. Received: " + layer.name());
    }

    /** A Sequential built by its first call stores no shape, but its first kernel tells the features. */
    private Optional<Shape> byKernel(String name, String className) {
        List<Tensor> stored = factory.hints().arrays(name);
        if (stored.isEmpty() || stored.get(0).shape().rank() != 2) {
            return Optional.empty();
        }
        int features = stored.get(0).shape().size(0);
        return switch (className) {
            case "LSTM", "GRU", "SimpleRNN", "CuDNNLSTM", "CuDNNGRU" ->
                Optional.of(Shape.of(Shape.UNKNOWN, Shape.UNKNOWN, features));
            case "Dense" -> Optional.of(Shape.of(Shape.UNKNOWN, features));
            default -> Optional.empty();
        };
    }

    /** Keras 1's Sequential inside another has no name of its own in the file. */
    private static LayerSpec named(LayerSpec spec, int index) {
        return spec.name().isEmpty()
                ? spec.named(spec.className().toLowerCase(java.util.Locale.ROOT) + "_" + (index + 1))
                : spec;
    }
}
