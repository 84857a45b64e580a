package io.github.keras4j.engine.purejava;

import io.github.keras4j.engine.purejava.convolution.DepthwiseBlock;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts folded layers together into a {@link DepthwiseBlock} where nothing else reads what lies between them. All sizes but the
 * batch's must be known, so that a layer that does not take its input is refused by its own name.
 */
final class Blocks {
    private final Network network;
    private final Map<Integer, CompiledLayer> fused;
    private final Set<Integer> absorbed;
    private final Map<Integer, Integer> ends;
    private final Map<Integer, Integer> starts = new HashMap<>();
    private final Map<TensorRef, Integer> readers;
    private final List<List<Shape>> shapes;

    /**
     * @param fused folded layers by the node that they start at; blocks are added
     * @param absorbed nodes that are in others; those in blocks are added
     * @param ends of a folded layer the last node, by the first
     */
    Blocks(
            Network network,
            Map<Integer, CompiledLayer> fused,
            Set<Integer> absorbed,
            Map<Integer, Integer> ends,
            List<List<Shape>> shapes) {
        this.network = network;
        this.fused = fused;
        this.absorbed = absorbed;
        this.ends = ends;
        this.shapes = shapes;
        ends.forEach((start, end) -> starts.put(end, start));
        readers = Fusion.readers(network);
    }

    void find() {
        Map<Integer, Integer> next = new HashMap<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            lone(i).ifPresent(new Next(next, i)::put);
        }
        for (int i = 0; i < network.nodes().size(); i++) {
            CompiledLayer middle = fused.get(i);
            if (middle != null && DepthwiseBlock.isMiddle(middle) && isKnown(i)) {
                join(i, middle, next);
            }
        }
    }

    private record Next(Map<Integer, Integer> next, int node) {
        void put(int from) {
            next.put(from, node);
        }
    }

    private void join(int index, CompiledLayer middle, Map<Integer, Integer> next) {
        int head = index;
        List<Shaping.Range> zeros = List.of();
        Optional<Integer> from = lone(index);
        if (from.isPresent()
                && network.nodes().get(from.get()).layer() instanceof Shaping.ZeroPadding padding
                && padding.info().half().isEmpty()
                && DepthwiseBlock.takes(padding, middle)
                && network.nodes().get(from.get()).inputs().size() == 1
                && network.nodes().get(from.get()).arguments().isEmpty()
                && network.nodes().get(from.get()).keywordInputs().isEmpty()) {
            zeros = padding.padding();
            head = from.get();
            from = lone(head);
        }
        Optional<CompiledLayer> before = Optional.empty();
        if (from.isPresent() && starts.containsKey(from.get())) {
            int start = starts.get(from.get());
            before = Optional.ofNullable(fused.get(start)).filter(layer -> DepthwiseBlock.isBefore(layer, middle));
            head = before.isPresent() ? start : head;
        }
        Integer then = next.get(ends.get(index));
        Optional<CompiledLayer> behind =
                Optional.ofNullable(then).map(fused::get).filter(layer -> DepthwiseBlock.isBehind(layer, middle));
        if (head == index && behind.isEmpty()) {
            return;
        }
        take(index);
        if (!zeros.isEmpty()) {
            take(network.nodes().get(index).inputs().get(0).node());
        }
        if (behind.isPresent() && then != null) {
            take(then);
        }
        absorbed.remove(head);
        fused.put(head, DepthwiseBlock.of(before, zeros, middle, behind));
    }

    private void take(int node) {
        fused.remove(node);
        absorbed.add(node);
    }

    /** The node whose output is this one's only input, and which nothing else reads. */
    private Optional<Integer> lone(int node) {
        List<TensorRef> inputs = network.nodes().get(node).inputs();
        return inputs.size() == 1 && inputs.get(0).output() == 0 && readers.getOrDefault(inputs.get(0), 0) == 1
                ? Optional.of(inputs.get(0).node())
                : Optional.empty();
    }

    private boolean isKnown(int node) {
        Node middle = network.nodes().get(node);
        Optional<Shape> shape = Shapes.find(shapes, new TensorRef(node, 0));
        boolean known =
                shape.isPresent() && shape.get().rank() == 4 && middle.inputs().size() == 1;
        for (int axis = 1; known && axis < 4; axis++) {
            known = shape.get().size(axis) > 0;
        }
        return known;
    }
}
