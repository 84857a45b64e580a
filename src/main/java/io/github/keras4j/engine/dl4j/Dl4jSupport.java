package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.Support;
import io.github.keras4j.export.Keras2Chain;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes through a model and collects every reason why DL4J would not run it right. */
final class Dl4jSupport {
    private final List<Support.Refusal> refusals = new ArrayList<>();
    private boolean stateful;
    private boolean computes;

    private Dl4jSupport() {}

    static Support of(KerasModel model) {
        Dl4jSupport support = new Dl4jSupport();
        support.check(model.network());
        if (support.refusals.isEmpty() && !support.computes) {
            List<Layer> layers = model.network().layers();
            support.refuse(layers.get(layers.size() - 1), "DL4J has no network without a layer that computes");
        }
        if (support.stateful) {
            support.checkStateful(model.network());
        }
        return new Support(support.refusals.stream().distinct().toList());
    }

    private void check(Network network) {
        List<List<Shape>> shapes = Shapes.infer(network);
        for (int i = 0; i < network.nodes().size(); i++) {
            Node node = network.nodes().get(i);
            Layer layer = node.layer();
            List<Shape> inputs = Shapes.inputs(node, shapes);
            computes |= !(layer instanceof Core.InputLayer
                    || layer instanceof Core.Passthrough
                    || Dl4jLowering.isReshaping(layer));
            if (layer instanceof Recurrent recurrent) {
                stateful |= recurrent.walk().stateful();
            }
            if (layer instanceof Unknown unknown) {
                refuse(layer, unknown.reason());
            } else if (layer instanceof Core.InputLayer input && input.inputDtype() == DType.STRING) {
                refuse(layer, "DL4J takes no strings");
            } else if (layer instanceof Preprocessing) {
                refuse(layer, Dl4jRules.ABSENT);
            } else if (layer.info().dtype() != DType.FLOAT32) {
                refuse(
                        layer,
                        "DL4J reads weights as float32. Received: dtype="
                                + layer.info().dtype());
            } else if (inputs.isEmpty() && !(layer instanceof Core.InputLayer || layer instanceof Core.Constant)) {
                refuse(layer, "its input's shape is not known");
            } else if (layer instanceof Wrapper.NestedModel nested) {
                check(nested.network());
            } else if (layer instanceof Shaping.Reshape && !isAtAnEnd(network, i)) {
                refuse(layer, "DL4J's importer reshapes wrongly between layers");
            } else {
                checkCall(node)
                        .or(() -> checkOpenLength(network, layer, inputs))
                        .or(() -> Dl4jRules.refusal(layer, inputs))
                        .ifPresent(why -> refuse(layer, why));
            }
        }
        for (TensorRef output : network.outputs()) {
            if (output.output() != 0 && !(network.node(output).layer() instanceof Wrapper.NestedModel)) {
                refuse(network.node(output).layer(), "DL4J's layers give one output");
            }
            Layer last = computing(network, output).layer();
            if (last instanceof Normalizing.BatchNormalization && network.outputs().size() > 1) {
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

    /** Whether only the session looks at the values in that shape: right behind an input, or an output. */
    private static boolean isAtAnEnd(Network network, int index) {
        TensorRef reshaped = new TensorRef(index, 0);
        TensorRef source = network.nodes().get(index).inputs().get(0);
        boolean first = network.node(source).layer() instanceof Core.InputLayer
                && network.inputs().contains(source)
                && users(network, source) == 1;
        return first || (users(network, reshaped) == 0 && network.outputs().contains(reshaped));
    }

    private static long users(Network network, TensorRef ref) {
        return network.nodes().stream()
                .filter(node -> node.inputs().contains(ref))
                .count();
    }

    /** Behind an Embedding of open length DL4J takes one step for granted, and fails where that is too short. */
    private static Optional<String> checkOpenLength(Network network, Layer layer, List<Shape> inputs) {
        boolean windowed = layer instanceof Convolutional || layer instanceof Pooling.Pool;
        boolean open =
                !inputs.isEmpty() && inputs.get(0).rank() == 3 && inputs.get(0).size(1) == Shape.UNKNOWN;
        boolean embedded = network.layers().stream().anyMatch(other -> other instanceof Core.Embedding);
        return windowed && open && embedded
                ? Dl4jRules.refused("DL4J needs to know the number of steps. Received: shape " + inputs.get(0))
                : Optional.empty();
    }

    private static Optional<String> checkCall(Node node) {
        boolean inference = node.arguments().entrySet().stream()
                .allMatch(
                        argument -> argument.getKey().equals("training") && !Boolean.TRUE.equals(argument.getValue()));
        if (!node.keywordInputs().isEmpty() || !inference) {
            return Dl4jRules.refused("DL4J reads no arguments of a call. Received: "
                    + node.keywordInputs().keySet() + node.arguments().keySet());
        }
        if (node.inputs().size() > 1 && !(node.layer() instanceof Merging)) {
            return Dl4jRules.refused("DL4J passes on no initial states. Received: "
                    + node.inputs().size() + " inputs");
        }
        return Optional.empty();
    }

    private void checkStateful(Network network) {
        boolean chain = Keras2Chain.isChain(network);
        if (!chain) {
            for (Layer layer : network.layers()) {
                if (layer instanceof Recurrent || layer instanceof Wrapper) {
                    refuse(layer, "states are carried in a chain of layers only. Received: stateful=True");
                }
            }
        }
    }

    private void refuse(Layer layer, String reason) {
        refusals.add(new Support.Refusal(layer.name(), layer.className(), reason));
    }
}
