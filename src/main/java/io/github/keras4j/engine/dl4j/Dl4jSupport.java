package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.Support;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.layers.Computations;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.TensorOperation;
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
        if (support.refusals.isEmpty()) {
            support.checkMasks(model);
        }
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
            boolean scores = layer instanceof Attentive.Attention || layer instanceof Attentive.AdditiveAttention;
            if (scores && inputs.stream().anyMatch(input -> input.rank() > 3)) {
                refuse(layer, "it takes (batch, steps, features) on ND4J. Received: inputs of shape " + inputs);
            }
            if (layer instanceof TensorOperation operation
                    && operation.op().equals("matmul")
                    && inputs.size() == node.inputs().size()) {
                checkMatrices(operation, inputs);
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

    private void checkMatrices(TensorOperation operation, List<Shape> inputs) {
        List<Integer> ranks = operation
                .allOperands()
                .map(operand -> operand instanceof TensorOperation.Input input
                        ? inputs.get(input.index()).rank()
                        : ((TensorOperation.Constant) operand).value().shape().rank())
                .toList();
        boolean plain = ranks.get(0) >= 2 && ranks.get(1) == 2;
        boolean stacks = ranks.get(0) > 2 && ranks.get(0).equals(ranks.get(1));
        if (!plain && !stacks) {
            refuse(operation, "matmul of matrices alike in their other axes is run on ND4J. Received: ranks " + ranks);
        }
    }

    private void checkMasks(KerasModel model) {
        List<Draft> drafts = new FlatModel(model).drafts();
        if (drafts.stream()
                .noneMatch(draft -> Recurrent.misplacesZeros(draft.node().layer()))) {
            return;
        }
        NativeChoice masks = new NativeChoice(drafts);
        for (int i = 0; i < drafts.size(); i++) {
            Layer layer = drafts.get(i).node().layer();
            if (masks.takesMask(i) && Recurrent.misplacesZeros(layer)) {
                refuse(layer, Recurrent.Walk.MISPLACED_ZEROS);
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
        if (layer.info().half().isPresent()) {
            refuse(
                    layer,
                    "ND4J computes in float32 throughout. Received: dtype="
                            + layer.info().extras().get(LayerInfo.POLICY)
                            + ". Save the model with the policy float32");
        }
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
