package io.github.keras4j.model.shapes;

import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Shapes of what the layers give, the batch axis first, {@link Shape#UNKNOWN} for Keras's None. Where a shape
 * can't be told (behind an {@link Unknown} layer), the list is empty.
 */
public final class Shapes {
    private Shapes() {}

    /** For every node of the network, in its order, the shapes of its outputs. */
    public static List<List<Shape>> infer(Network network) {
        List<List<Shape>> shapes = new ArrayList<>();
        for (Node node : network.nodes()) {
            shapes.add(outputs(node, inputs(node, shapes)));
        }
        return shapes;
    }

    /** The shapes of a node's inputs, given those of the nodes before; empty when one can't be told. */
    public static List<Shape> inputs(Node node, List<List<Shape>> shapes) {
        List<Shape> inputs = new ArrayList<>();
        for (TensorRef ref : node.inputs()) {
            Optional<Shape> shape = find(shapes, ref);
            if (shape.isEmpty()) {
                return List.of();
            }
            inputs.add(shape.get());
        }
        return inputs;
    }

    /** The shape that a reference points to, where it can be told. */
    public static Optional<Shape> find(List<List<Shape>> shapes, TensorRef ref) {
        List<Shape> outputs = shapes.get(ref.node());
        return ref.output() < outputs.size() ? Optional.of(outputs.get(ref.output())) : Optional.empty();
    }

    /** The shapes of a call's outputs. */
    public static List<Shape> outputs(Node node, List<Shape> inputs) {
        List<Shape> outputs = outputs(node.layer(), inputs);
        if (node.layer() instanceof Attentive attentive
                && Boolean.TRUE.equals(node.arguments().get("return_attention_scores"))
                && !inputs.isEmpty()) {
            return told(() -> AttentiveShapes.withScores(attentive, inputs, outputs));
        }
        if (node.layer() instanceof Core.ReversibleEmbedding embedding
                && node.arguments().containsKey(Core.ReversibleEmbedding.REVERSE)
                && !inputs.isEmpty()
                && inputs.get(0).rank() > 0) {
            return List.of(inputs.get(0).with(-1, embedding.inputDim()));
        }
        return outputs;
    }

    /** The shapes of a layer's outputs; {@code inputs} is empty where they can't be told. */
    public static List<Shape> outputs(Layer layer, List<Shape> inputs) {
        if (layer instanceof Core.InputLayer input) {
            return List.of(input.shape());
        }
        if (layer instanceof Core.Constant constant) {
            return List.of(constant.value().shape());
        }
        if (inputs.isEmpty()) {
            return List.of();
        }
        return told(() -> layer.accept(new LayerShapes(inputs)));
    }

    private static List<Shape> told(Supplier<List<Shape>> shapes) {
        try {
            return shapes.get();
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            return List.of(); // a rank that the layer does not take: its reader or the engine says so by name
        }
    }

    /** One step of the first input; empty where it can't be told, or has no steps. */
    public static List<Shape> ofStep(List<Shape> inputs) {
        return inputs.isEmpty() || inputs.get(0).rank() < 2 ? List.of() : List.of(withoutSteps(inputs.get(0)));
    }

    /** One step's shape: axis 1 left out. */
    public static Shape withoutSteps(Shape sequence) {
        return sequence.slice(2, sequence.rank()).prepend(sequence.size(0));
    }
}
