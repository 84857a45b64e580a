package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.Support;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.layers.Computations;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
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
        support.check(model.network(), model.weights());
        return new Support(support.refusals.stream().distinct().toList());
    }

    private void check(Network network, Weights weights) {
        Set<String> called = new HashSet<>();
        List<List<Shape>> shapes = Shapes.infer(network);
        for (Node node : network.nodes()) {
            Layer layer = node.layer();
            if (layer instanceof Wrapper.NestedModel nested) {
                check(nested.network(), weights.child(layer.name()));
            } else if (layer instanceof Core.InputLayer input && input.inputDtype() == DType.STRING) {
                refuse(layer, "DL4J takes no strings");
            } else if (!(layer instanceof Core.InputLayer || layer instanceof Core.Constant)) {
                check(layer);
            }
            if (layer instanceof Preprocessing.Discretization bins
                    && bins.binBoundaries().isEmpty()
                    && weights.child(layer.name()).find("bin_boundaries").isEmpty()) {
                refuse(layer, "it was adapted, and the file does not hold the bin_boundaries that it found");
            }
            List<Shape> inputs = Shapes.inputs(node, shapes);
            if (layer instanceof Attentive.MultiHeadAttention
                    && Boolean.TRUE.equals(node.arguments().get("return_attention_scores"))
                    && !inputs.isEmpty()
                    && inputs.get(0).rank() != 3) {
                refuse(layer, "keras4j gives attention scores of (batch, steps, features) only on ND4J");
            }
            boolean again = !called.add(layer.name());
            if (again
                    && layer instanceof Recurrent recurrent
                    && recurrent.walk().stateful()) {
                refuse(layer, "each call is a layer of its own in DL4J, and this one's calls share their states");
            }
        }
        for (TensorRef output : network.outputs()) {
            Layer last = computing(network, output).layer();
            if (last instanceof Normalizing.BatchNormalization
                    && network.outputs().size() > 1) {
                refuse(last, "DL4J closes its workspace before a BatchNormalization that is one of several outputs");
            }
        }
    }

    /** The node whose values an output shows; layers that pass their input on are left out for DL4J. */
    private static Node computing(Network network, TensorRef output) {
        Node node = network.node(output);
        return node.layer() instanceof Core.Passthrough && node.inputs().size() == 1
                ? computing(network, node.inputs().get(0))
                : node;
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
