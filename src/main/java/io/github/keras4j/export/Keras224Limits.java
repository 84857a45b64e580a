package io.github.keras4j.export;

import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Calls that real Keras 2.2.4 refuses although it has the layers: what our reader, which goes by what is computed,
 * does not see.
 */
final class Keras224Limits {
    private static final double FUSED_EPSILON = 1.001e-5;

    private final Network network;
    private final Set<TensorRef> masked = new HashSet<>();
    private final List<String> refusals = new ArrayList<>();

    private Keras224Limits(Network network, List<Boolean> masks) {
        this.network = network;
        for (int i = 0; i < masks.size() && i < network.inputs().size(); i++) {
            if (masks.get(i)) {
                masked.add(network.inputs().get(i));
            }
        }
    }

    static List<String> refusals(Network network) {
        return new Keras224Limits(network, List.of()).walk();
    }

    private List<String> walk() {
        List<List<Shape>> shapes = Shapes.infer(network);
        for (int i = 0; i < network.nodes().size(); i++) {
            Node node = network.nodes().get(i);
            ranks(node, Shapes.inputs(node, shapes));
            epsilon(node, Shapes.inputs(node, shapes));
            states(node);
            masks(node, i);
        }
        return refusals;
    }

    private void refuse(Layer layer, String what) {
        refusals.add(String.valueOf(
                Keras2Layers.lacking(Target.KERAS_2_2, layer, what).getMessage()));
    }

    /** The ndim and min_ndim of its layers' input_spec. */
    private void ranks(Node node, List<Shape> inputs) {
        Layer layer = node.layer();
        int rank = inputs.isEmpty() ? 0 : inputs.get(0).rank();
        if (layer instanceof Shaping.Flatten && rank < 3) {
            refuse(layer, "no Flatten of " + rank + " axes");
        }
        if (layer instanceof Convolutional.Conv conv
                && rank != conv.kernelSize().size() + 2) {
            refuse(layer, "no convolution with several batch axes");
        }
    }

    /** Images go through tf.nn.fused_batch_norm, which raises a smaller epsilon (TensorFlow 1.15, nn_impl.py). */
    private void epsilon(Node node, List<Shape> inputs) {
        if (node.layer() instanceof Normalizing.BatchNormalization norm
                && norm.epsilon() < FUSED_EPSILON
                && !inputs.isEmpty()
                && inputs.get(0).rank() == 4) {
            refuse(norm, "no epsilon below " + FUSED_EPSILON + " for images. Received: " + norm.epsilon());
        }
    }

    private void states(Node node) {
        if (node.layer() instanceof Recurrent.GenericRnn rnn
                && rnn.cell() instanceof Recurrent.StackedCells
                && node.inputs().size() > 1) {
            refuse(node.layer(), "no initial states for StackedRNNCells in this order");
        }
    }

    /**
     * A layer that does not say that it supports masks refuses them (keras/engine/base_layer.py, compute_mask), and
     * K.rnn masks a cell's states as if all were as large as its output (keras/backend/tensorflow_backend.py).
     */
    private void masks(Node node, int index) {
        Layer layer = node.layer();
        TensorRef output = new TensorRef(index, 0);
        if (layer instanceof Core.Masking || layer instanceof Core.Embedding embedding && embedding.maskZero()) {
            masked.add(output);
            return;
        }
        if (node.inputs().stream().noneMatch(masked::contains)) {
            return;
        }
        if (layer instanceof Recurrent recurrent) {
            if (recurrent instanceof Recurrent.GenericRnn rnn
                    && rnn.cell().stateSizes().stream()
                            .anyMatch(size -> size != rnn.cell().outputSize())) {
                refuse(layer, "no masks for cells whose states differ in size");
            }
            if (recurrent.walk().returnSequences()) {
                masked.add(output);
            }
        } else if (layer instanceof Wrapper.Bidirectional both) {
            if (both.forward().walk().returnSequences()) {
                masked.add(output);
            }
        } else if (layer instanceof Wrapper.NestedModel nested) {
            Keras224Limits inside = new Keras224Limits(
                    nested.network(),
                    node.inputs().stream().map(masked::contains).toList());
            refusals.addAll(inside.walk());
            for (int i = 0; i < nested.network().outputs().size(); i++) {
                if (inside.masked.contains(nested.network().outputs().get(i))) {
                    masked.add(new TensorRef(index, i));
                }
            }
        } else if (!supportsMasking(layer)) {
            refuse(layer, "no " + layer.className() + " that takes a mask");
        } else if (!(layer instanceof Pooling || layer instanceof Merging.Dot)) {
            masked.add(output);
        }
    }

    private static boolean supportsMasking(Layer layer) {
        return layer instanceof Core.Dense
                || layer instanceof Core.Passthrough
                || layer instanceof Activations
                || layer instanceof Merging
                || layer instanceof Normalizing.BatchNormalization
                || layer instanceof Wrapper.TimeDistributed
                || layer instanceof Pooling.GlobalPool pool
                        && pool.rank() == 1
                        && pool.reduction() == Pooling.Reduction.AVERAGE;
    }
}
