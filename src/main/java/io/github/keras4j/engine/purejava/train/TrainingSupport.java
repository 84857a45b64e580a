package io.github.keras4j.engine.purejava.train;

import io.github.keras4j.engine.Support.Refusal;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Activations.Activate;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing.BatchNormalization;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.model.training.TrainingRules;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a network is trained as Keras trains it: every layer by itself ({@link TrainableLayers}), and how they are
 * called, with what inputs, shapes and masks.
 */
final class TrainingSupport {
    private final Network network;
    private final TrainingRules rules;
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<List<Shape>> shapes;
    /** Whether a node's output carries a mask. */
    private final List<Boolean> masked = new ArrayList<>();

    private TrainingSupport(Network network, TrainingRules rules) {
        this.network = network;
        this.rules = rules;
        shapes = Shapes.infer(network);
    }

    static List<Refusal> refusals(Network network, TrainingRules rules) {
        TrainingSupport support = new TrainingSupport(network, rules);
        TrainableLayers trainable = new TrainableLayers(rules);
        Set<String> called = new HashSet<>();
        for (Node node : network.nodes()) {
            Layer layer = node.layer();
            if (called.add(layer.name())) {
                trainable.reasons(layer).forEach(reason -> support.refuse(layer, reason));
            } else {
                support.checkShared(layer);
            }
            support.checkCall(node);
            support.checkMasks(node);
        }
        return support.refusals;
    }

    private void refuse(Layer layer, String reason) {
        refusals.add(new Refusal(layer.name(), layer.className(), reason));
    }

    private void checkCall(Node node) {
        Layer layer = node.layer();
        if (!(layer instanceof Merging) && node.inputs().size() > 1) {
            refuse(
                    layer,
                    "calls with initial states from the graph are not trained. Received: "
                            + node.inputs().size() + " inputs");
        }
        if (!node.keywordInputs().isEmpty()) {
            refuse(
                    layer,
                    "calls with tensors given by keyword are not trained. Received: "
                            + node.keywordInputs().keySet());
        }
        if (!node.arguments().isEmpty()) {
            refuse(layer, "calls with arguments are not trained. Received: " + node.arguments());
        }
        if (layer instanceof BatchNormalization norm) {
            requireLastAxis(norm, norm.axis().get(0), node);
        } else if (layer instanceof Merging.Concatenate concatenate) {
            requireLastAxis(concatenate, concatenate.axis(), node);
        } else if (layer instanceof Merging) {
            requireOneShape(node);
        }
    }

    private void requireLastAxis(Layer layer, int axis, Node node) {
        int rank = rank(node);
        if (axis != -1 && axis != rank - 1) {
            refuse(
                    layer,
                    "it is trained on the last axis only. Received: axis=" + axis + " for an input of rank "
                            + (rank < 0 ? "unknown" : rank));
        }
    }

    private void requireOneShape(Node node) {
        List<Shape> inputs = Shapes.inputs(node, shapes);
        if (inputs.stream().distinct().count() > 1) {
            refuse(node.layer(), "its inputs must have one shape, without broadcasting. Received: " + inputs);
        }
    }

    /** The rank of a node's first input; -1 where it can't be told. */
    private int rank(Node node) {
        List<Shape> inputs = Shapes.inputs(node, shapes);
        return inputs.isEmpty() ? -1 : inputs.get(0).rank();
    }

    /** A layer that moves something of its own with every call would move it in another order than Keras's graph. */
    private void checkShared(Layer layer) {
        boolean stateful =
                layer instanceof Recurrent recurrent && recurrent.walk().stateful()
                        || layer instanceof Wrapper.Bidirectional both
                                && (both.forward().walk().stateful()
                                        || both.backward().walk().stateful());
        if (stateful || layer instanceof BatchNormalization) {
            refuse(layer, "a layer with states or running averages is trained where it is called once");
        }
    }

    /** Which masks flow where, as the loops have it, and what looks at them otherwise. */
    private void checkMasks(Node node) {
        Layer layer = node.layer();
        boolean any = node.inputs().stream().map(TensorRef::node).anyMatch(masked::get);
        if (any) {
            checkMasked(layer);
            if (node.masks() != Node.Masks.SEEN || !node.unmasked().isEmpty()) {
                refuse(layer, "a call that ignores its inputs' masks is not trained. Received: masks=" + node.masks());
            }
        }
        masked.add(makesMask(layer, rank(node)) || any && passesMask(layer));
    }

    private boolean makesMask(Layer layer, int rank) {
        boolean embedding = layer instanceof Core.Embedding table && table.maskZero();
        if (layer instanceof Core.Masking && rank != 3 || embedding && rank != 2) {
            refuse(layer, "it is trained as a mask over (batch, steps). Received: an input of rank " + rank);
        }
        return layer instanceof Core.Masking || embedding;
    }

    private static boolean passesMask(Layer layer) {
        if (layer instanceof Recurrent recurrent) {
            return recurrent.walk().returnSequences();
        }
        if (layer instanceof Wrapper.Bidirectional both) {
            return both.forward().walk().returnSequences();
        }
        if (layer instanceof Core.Passthrough through) {
            return through.passesMask();
        }
        return !(layer instanceof Shaping || layer instanceof Core.Embedding);
    }

    private void checkMasked(Layer layer) {
        if (layer instanceof Merging) {
            refuse(layer, "masks are not trained through it. Received: a masked input");
        } else if (layer instanceof BatchNormalization && rules.masksMoments()) {
            refuse(
                    layer,
                    "this Keras leaves masked steps out of its moments, which is not trained here."
                            + " Received: a masked input");
        } else if (layer instanceof Activate activate && activate.atMask() != Activations.AtMask.SAME) {
            refuse(
                    layer,
                    "as a layer it looks at masks, which is not trained. Received: a masked input; use"
                            + " Activation('softmax')");
        } else if (layer instanceof Wrapper.TimeDistributed each && each.layer() instanceof Shaping) {
            refuse(layer, "masks are not trained through it. Received: a masked input");
        } else if (layer instanceof Core.Masking || layer instanceof Core.Embedding) {
            refuse(layer, "a second mask is not trained. Received: a masked input");
        }
    }
}
