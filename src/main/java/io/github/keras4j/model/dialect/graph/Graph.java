package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.NumberType;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.operations.LayerTypes;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A network under construction: its nodes so far and what they give. */
public final class Graph {
    private final List<Node> nodes = new ArrayList<>();
    private final List<List<Shape>> shapes = new ArrayList<>();
    private final List<List<NumberType>> types = new ArrayList<>();
    private final Map<String, Layer> layers = new LinkedHashMap<>();

    /** Adds a call; gives its first output. */
    public TensorRef add(Node node) {
        Layer known = layers.putIfAbsent(node.layer().name(), node.layer());
        boolean refused = known instanceof Unknown || node.layer() instanceof Unknown; // one of its calls is not run
        if (known != null && !refused && known != node.layer() && !known.equals(node.layer())) {
            throw new MalformedArchiveException("Two layers have one name. Received: '"
                    + node.layer().name() + "'. Name them apart and save again.");
        }
        nodes.add(node);
        shapes.add(Shapes.outputs(node, Shapes.inputs(node, shapes)));
        types.add(LayerTypes.outputs(node, types));
        return new TensorRef(nodes.size() - 1, 0);
    }

    public TensorRef addInput(String name, Shape shape, DType dtype) {
        return add(new Node(
                new Core.InputLayer(io.github.keras4j.model.LayerInfo.of(name, "InputLayer"), shape, dtype),
                List.of()));
    }

    boolean has(String layer) {
        return layers.containsKey(layer);
    }

    /** Whether a tensor is known to hold true and false. */
    boolean isBoolean(TensorRef ref) {
        return type(ref) == NumberType.BOOL;
    }

    Optional<Shape> shape(TensorRef ref) {
        return Shapes.find(shapes, ref);
    }

    /** The shapes of all references, or none when one can't be told. */
    List<Shape> shapes(List<TensorRef> refs) {
        List<Shape> found = new ArrayList<>();
        for (TensorRef ref : refs) {
            Optional<Shape> shape = shape(ref);
            if (shape.isEmpty()) {
                return List.of();
            }
            found.add(shape.get());
        }
        return found;
    }

    /** The type of numbers that a reference points to. */
    NumberType type(TensorRef ref) {
        return LayerTypes.pick(ref, types);
    }

    /** How many outputs a node gives, as far as that can be told. */
    List<Shape> outputs(int node) {
        return shapes.get(node);
    }

    public Network build(String name, Network.Kind kind, List<TensorRef> inputs, List<TensorRef> outputs) {
        return new Network(name, kind, nodes, inputs, outputs);
    }
}
