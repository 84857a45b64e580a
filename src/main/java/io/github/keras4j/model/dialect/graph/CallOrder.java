package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.dialect.layers.LayerSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * The order in which Keras adds calls: all layers in the order of the file, again and again, until none moves
 * (functional_from_config). A layer that waits is looked at only when the layer that it waits for has moved, so a file
 * that lists its layers backwards takes no longer.
 */
final class CallOrder {
    /**
     * What came of looking at a layer.
     *
     * @param moved whether calls of it were added
     * @param waitsFor the layer whose output is missing for its next call
     */
    record Step(boolean moved, Optional<String> waitsFor) {
        static final Step NONE = new Step(false, Optional.empty());
    }

    private final List<LayerSpec> layers;
    private final Map<String, List<Integer>> waiting = new HashMap<>();
    /** Rounds in the upper half, places in the file in the lower. */
    private final PriorityQueue<Long> due = new PriorityQueue<>();

    CallOrder(Collection<LayerSpec> layers) {
        this.layers = List.copyOf(layers);
    }

    void run(Function<LayerSpec, Step> process) {
        for (int i = 0; i < layers.size(); i++) {
            due.add((long) i);
        }
        while (!due.isEmpty()) {
            long next = due.remove();
            int place = (int) next;
            LayerSpec layer = layers.get(place);
            Step step = process.apply(layer);
            step.waitsFor()
                    .ifPresent(other -> waiting.computeIfAbsent(other, name -> new ArrayList<>())
                            .add(place));
            if (step.moved()) {
                List<Integer> released =
                        Optional.ofNullable(waiting.remove(layer.name())).orElse(List.of());
                for (int other : released) {
                    long round = (next >>> 32) + (other > place ? 0 : 1);
                    due.add(round << 32 | other);
                }
            }
        }
    }
}
