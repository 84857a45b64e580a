package io.github.keras4j.engine.purejava.operations;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All operations that run here, by the names of {@code keras.ops}. */
public final class Operations {
    private static final Map<String, Operation> ALL = new HashMap<>();

    static {
        Elementwise.addTo(ALL);
        Activations.addTo(ALL);
        Pairwise.addTo(ALL);
        Reductions.addTo(ALL);
        Quantiles.addTo(ALL);
        Cumulations.addTo(ALL);
        Reshapes.addTo(ALL);
        Joins.addTo(ALL);
        Picks.addTo(ALL);
        Ranges.addTo(ALL);
        Products.addTo(ALL);
        Solvers.addTo(ALL);
        Sorting.addTo(ALL);
        Windows.addTo(ALL);
        Convolutions.addTo(ALL);
        Normalizations.addTo(ALL);
        Losses.addTo(ALL);
        ImageOperations.addTo(ALL);
        Signals.addTo(ALL);
    }

    private Operations() {}

    static Optional<Operation> named(String op) {
        return Optional.ofNullable(ALL.get(op));
    }

    /** The names of all that run. */
    public static Set<String> names() {
        return Set.copyOf(ALL.keySet());
    }

    static void single(Map<String, Operation> all, String op, Operation.Single single) {
        all.put(op, call -> List.of(single.bind(call)));
    }
}
