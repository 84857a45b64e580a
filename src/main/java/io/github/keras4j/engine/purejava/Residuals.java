package io.github.keras4j.engine.purejava;

import io.github.keras4j.engine.purejava.convolution.ConvLayer;
import io.github.keras4j.engine.purejava.convolution.ConvSumLayer;
import io.github.keras4j.engine.purejava.layers.ElementwiseLayer;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts a folded convolution into the sum that alone reads it ({@link ConvSumLayer}). All sizes but the batch's must be known, so
 * that a convolution that does not take its input is refused by its own name.
 */
final class Residuals {
    private final Network network;
    private final Map<Integer, CompiledLayer> fused;
    private final Set<Integer> absorbed;
    private final Map<Integer, Integer> starts = new HashMap<>();
    private final Map<Integer, Activation> behind;
    private final Map<TensorRef, Integer> readers;
    private final List<List<Shape>> shapes;

    /**
     * @param fused folded layers by the node that they start at
     * @param absorbed nodes that are in others
     * @param ends of a folded layer the last node, by the first
     * @param behind of a sum's node the activation that it has taken in
     */
    Residuals(
            Network network,
            Map<Integer, CompiledLayer> fused,
            Set<Integer> absorbed,
            Map<Integer, Integer> ends,
            Map<Integer, Activation> behind,
            List<List<Shape>> shapes) {
        this.network = network;
        this.fused = fused;
        this.absorbed = absorbed;
        this.behind = behind;
        this.shapes = shapes;
        ends.forEach((start, end) -> starts.put(end, start));
        readers = Fusion.readers(network);
    }

    void find() {
        for (int i = 0; i < network.nodes().size(); i++) {
            Node node = network.nodes().get(i);
            if (node.layer() instanceof Merging.Elementwise sum
                    && sum.operation() == Merging.Operation.ADD
                    && sum.info().half().isEmpty()
                    && node.inputs().size() == 2
                    && node.keywordInputs().isEmpty()
                    && isPlain(node)
                    && !join(i, sum, 1)) {
                join(i, sum, 0);
            }
        }
    }

    private boolean join(int index, Merging.Elementwise sum, int side) {
        List<TensorRef> inputs = network.nodes().get(index).inputs();
        TensorRef given = inputs.get(side);
        Integer start = starts.get(given.node());
        if (start == null
                || given.output() != 0
                || readers.getOrDefault(given, 0) != 1
                || !(fused.get(start) instanceof ConvLayer convolution)
                || !convolution.isLinear()
                || !isPlain(network.nodes().get(start))
                || !isKnown(given)
                || !isKnown(inputs.get(1 - side))) {
            return false;
        }
        fused.remove(start);
        absorbed.add(start);
        Activation activation = behind.getOrDefault(index, Activation.LINEAR);
        fused.put(index, new ConvSumLayer(convolution, side, new ElementwiseLayer(sum, activation), activation));
        return true;
    }

    private static boolean isPlain(Node node) {
        return node.masks() == Node.Masks.SEEN && node.unmasked().isEmpty();
    }

    private boolean isKnown(TensorRef ref) {
        return Shapes.find(shapes, ref)
                .filter(shape ->
                        shape.rank() > 1 && Arrays.stream(shape.sizes()).skip(1).allMatch(size -> size > 0))
                .isPresent();
    }
}
