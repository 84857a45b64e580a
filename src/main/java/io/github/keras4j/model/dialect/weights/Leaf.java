package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.dialect.graph.LayerFactory;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer without inner layers (but for those of a Bidirectional, which are two leaves), and where its weights go.
 *
 * @param prefix canonical path of its weights, {@code ["encoder", "lstm_1"]}
 * @param inputs the shapes of its inputs; empty where they can't be told
 * @param trainable false when it or anything around it is frozen
 */
record Leaf(List<String> prefix, Layer layer, List<Shape> inputs, boolean trainable) {
    /** All leaves of a layer in the order of Keras's {@code layer.weights}. */
    static List<Leaf> of(Layer layer, List<Shape> inputs, LayerFactory factory) {
        List<Leaf> leaves = new ArrayList<>();
        collect(List.of(), layer, inputs, true, factory, leaves);
        return leaves;
    }

    private static void collect(
            List<String> prefix,
            Layer layer,
            List<Shape> inputs,
            boolean around,
            LayerFactory factory,
            List<Leaf> leaves) {
        boolean trainable = around && layer.info().trainable();
        if (layer instanceof Wrapper.NestedModel nested) {
            List<List<Shape>> shapes = Shapes.infer(nested.network());
            for (Layer inner : factory.storedOrder(nested.network())) {
                collect(
                        with(prefix, inner.name()),
                        inner,
                        firstInputs(nested.network(), inner, shapes),
                        trainable,
                        factory,
                        leaves);
            }
        } else if (layer instanceof Wrapper.TimeDistributed distributed) {
            collect(with(prefix, "layer"), distributed.layer(), Shapes.ofStep(inputs), trainable, factory, leaves);
        } else if (layer instanceof Wrapper.Bidirectional both) {
            leaves.add(new Leaf(with(prefix, "forward"), both.forward(), inputs, trainable));
            leaves.add(new Leaf(with(prefix, "backward"), both.backward(), inputs, trainable));
        } else {
            leaves.add(new Leaf(prefix, layer, inputs, trainable));
        }
    }

    /** The shapes of what the layer's first call takes. */
    static List<Shape> firstInputs(Network network, Layer layer, List<List<Shape>> shapes) {
        for (Node node : network.nodes()) {
            if (node.layer() == layer) {
                return Shapes.inputs(node, shapes);
            }
        }
        return List.of();
    }

    private static List<String> with(List<String> prefix, String name) {
        List<String> longer = new ArrayList<>(prefix);
        longer.add(name);
        return longer;
    }

    /** Where the leaf's weights go in the tree of its top-level layer. */
    WeightTree in(WeightTree tree) {
        WeightTree own = tree;
        for (String name : prefix) {
            own = own.child(name);
        }
        return own;
    }

    List<WeightSlot> slots() {
        return WeightSlots.of(layer, inputs);
    }
}
