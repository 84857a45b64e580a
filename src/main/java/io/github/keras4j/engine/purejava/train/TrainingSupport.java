package io.github.keras4j.engine.purejava.train;

import io.github.keras4j.engine.Support.Refusal;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Activations.Activate;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Normalizing.BatchNormalization;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.model.training.TrainingRules;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
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

    /** Whether each input of the network carries one. */
    private final List<Boolean> given;

    private TrainingSupport(Network network, TrainingRules rules, List<Boolean> given) {
        this.network = network;
        this.given = given;
        this.rules = rules;
        shapes = Shapes.infer(network);
    }

    static List<Refusal> refusals(Network network, TrainingRules rules) {
        return examined(network, rules, Collections.nCopies(network.inputs().size(), false)).refusals;
    }

    private static TrainingSupport examined(Network network, TrainingRules rules, List<Boolean> given) {
        TrainingSupport support = new TrainingSupport(network, rules, given);
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
        return support;
    }

    private void refuse(Layer layer, String reason) {
        refusals.add(new Refusal(layer.name(), layer.className(), reason));
    }

    private void checkCall(Node node) {
        Layer layer = node.layer();
        boolean several = layer instanceof Merging
                || layer instanceof Attentive
                || layer instanceof TensorOperation
                || layer instanceof Recurrent
                || layer instanceof Wrapper.Bidirectional
                || layer instanceof Wrapper.NestedModel;
        if (!several && node.inputs().size() > 1) {
            refuse(
                    layer,
                    "a call with several inputs is not trained. Received: "
                            + node.inputs().size() + " inputs");
        }
        boolean attends = layer instanceof Attentive;
        if (attends && rank(node) < 3) {
            refuse(layer, "it is trained on (batch, steps, features). Received: an input of rank " + rank(node));
        }
        if (!(layer instanceof Wrapper.NestedModel) && node.inputs().size() > 1 && isStateful(layer)) {
            refuse(layer, "initial states of a stateful layer are not trained. Received: stateful=True");
        }
        checkKeywords(node);
        if (!attends && !node.arguments().isEmpty()) {
            refuse(layer, "calls with arguments are not trained. Received: " + node.arguments());
        }
    }

    /** Masks by keyword are taken where they tell steps; all other tensors by keyword are not. */
    private void checkKeywords(Node node) {
        Layer layer = node.layer();
        Set<String> known = layer instanceof Attentive
                ? Set.of("query_mask", "value_mask", "key_mask")
                : layer instanceof Recurrent
                                || layer instanceof Wrapper.Bidirectional
                                || layer instanceof Wrapper.TimeDistributed
                                || layer instanceof Pooling.GlobalPool
                                || layer instanceof BatchNormalization
                                || layer instanceof Wrapper.NestedModel
                        ? Set.of("mask")
                        : Set.of();
        node.keywordInputs().forEach((name, ref) -> {
            int rank = Shapes.find(shapes, ref).map(Shape::rank).orElse(-1);
            if (!known.contains(name) || rank != 2) {
                refuse(
                        layer,
                        "calls with tensors given by keyword are not trained, but for masks of steps. Received: " + name
                                + " of rank " + rank);
            }
        });
    }

    /** The rank of a node's first input; -1 where it can't be told. */
    private int rank(Node node) {
        List<Shape> inputs = Shapes.inputs(node, shapes);
        return inputs.isEmpty() ? -1 : inputs.get(0).rank();
    }

    /** A layer that moves something of its own with every call would move it in another order than Keras's graph. */
    private void checkShared(Layer layer) {
        boolean stateful = isStateful(layer);
        if (stateful || layer instanceof BatchNormalization) {
            refuse(layer, "a layer with states or running averages is trained where it is called once");
        }
    }

    private static boolean isStateful(Layer layer) {
        return layer instanceof Recurrent recurrent && recurrent.walk().stateful()
                || layer instanceof Wrapper.Bidirectional both
                        && (both.forward().walk().stateful()
                                || both.backward().walk().stateful())
                || layer instanceof Wrapper.NestedModel nested
                        && nested.network().isStateful();
    }

    /** Which masks flow where, as the loops have it, and what looks at them otherwise. */
    private void checkMasks(Node node) {
        Layer layer = node.layer();
        int input = network.inputs().indexOf(new TensorRef(masked.size(), 0));
        if (input >= 0) {
            masked.add(given.get(input));
            return;
        }
        boolean comes = node.inputs().stream()
                .filter(ref -> !node.unmasked().contains(ref))
                .map(TensorRef::node)
                .anyMatch(masked::get);
        boolean told = !node.keywordInputs().isEmpty();
        boolean any = told || comes && node.masks() != Node.Masks.DROPPED;
        if (any && !told && node.masks() == Node.Masks.PASSED_BY) {
            masked.add(true);
            return;
        }
        if (any) {
            checkMasked(node);
        }
        if (layer instanceof Attentive.MultiHeadAttention heads
                && Boolean.TRUE.equals(node.arguments().get("use_causal_mask"))
                && rank(node) > 3
                && !heads.attentionAxes().equals(List.of(1))) {
            refuse(
                    layer,
                    "a causal mask is over axis 1, and is trained over it alone. Received: attention_axes="
                            + heads.attentionAxes());
        }
        if (layer instanceof Wrapper.NestedModel nested) {
            masked.add(examineWithin(node, nested, any));
            return;
        }
        if (any && layer instanceof Merging merging) {
            masked.add(joinsMasks(
                    merging, node.inputs().stream().map(TensorRef::node).allMatch(masked::get)));
            return;
        }
        masked.add(makesMask(layer, rank(node)) || any && passesMask(layer));
    }

    /** Looks at a model under the masks that go into it; whether one comes out. */
    private boolean examineWithin(Node node, Wrapper.NestedModel nested, boolean any) {
        boolean several = node.inputs().size() > 1 || nested.network().outputs().size() > 1;
        if (any && (several || !rules.masksModels())) {
            refuse(nested, "masks are not trained through it. Received: a masked input");
            return false;
        }
        TrainingSupport within = examined(
                nested.network(), rules, Collections.nCopies(node.inputs().size(), any));
        within.refusals.forEach(
                refusal -> refuse(nested, "layer '" + refusal.layer() + "' inside it: " + refusal.reason()));
        boolean out = nested.network().outputs().stream().map(TensorRef::node).anyMatch(within.masked::get);
        if (out && !rules.masksModels()) {
            refuse(nested, "a mask that comes out of it is not trained. Received: a masked output");
        }
        return out;
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
        return layer instanceof Core.Dense
                || layer instanceof Attentive
                || layer instanceof Activations
                || layer instanceof Wrapper.TimeDistributed
                || layer instanceof Normalizing && !(layer instanceof Normalizing.RmsNormalization);
    }

    /** Whether the loops do with masks of this layer's inputs what Keras does. */
    private static boolean joins(Merging layer) {
        if (layer instanceof Merging.Elementwise each) {
            return each.masks() != Merging.Masks.ANY
                    || switch (each.operation()) {
                        case ADD, SUBTRACT, AVERAGE -> true;
                        case MULTIPLY, MAXIMUM, MINIMUM -> false;
                    };
        }
        return layer instanceof Merging.Concatenate;
    }

    /** Whether a join of these inputs has a mask. */
    private static boolean joinsMasks(Merging layer, boolean all) {
        if (layer instanceof Merging.Elementwise each) {
            return each.masks() == Merging.Masks.ALL || each.masks() == Merging.Masks.ANY && all;
        }
        return layer instanceof Merging.Concatenate concatenate && concatenate.masks() != Merging.Masks.NONE;
    }

    private void checkMasked(Node node) {
        Layer layer = node.layer();
        boolean inOrder =
                layer instanceof Recurrent recurrent && recurrent.walk().timeMajor();
        boolean images = layer instanceof Attentive && rank(node) > 3;
        if (inOrder
                || Recurrent.misplacesZeros(layer)
                || images
                || layer instanceof Merging merging && !joins(merging)) {
            refuse(layer, "masks are not trained through it. Received: a masked input");
        } else if (layer instanceof Normalizing.GroupNormalization norm && norm.weighsByMask()) {
            refuse(layer, Normalizing.GroupNormalization.MASKED + ". Received: a masked input");
        } else if (layer instanceof BatchNormalization norm
                && rules.maskedMoments() != TrainingRules.MaskedMoments.ALL
                && (rank(node) != 3 || norm.axis().get(0) != -1 && norm.axis().get(0) != 2)) {
            refuse(
                    layer,
                    "under a mask it is trained on the features of (batch, steps, features). Received: rank "
                            + rank(node) + ", axis=" + norm.axis());
        } else if (layer instanceof Activate activate && activate.atMask() != Activations.AtMask.SAME
                || layer instanceof Activations.AxesSoftmax) {
            refuse(
                    layer,
                    "as a layer it looks at masks, which is not trained. Received: a masked input; use"
                            + " Activation('softmax')");
        } else if (layer instanceof Core.Masking || layer instanceof Core.Embedding) {
            refuse(layer, "a second mask is not trained. Received: a masked input");
        }
    }
}
