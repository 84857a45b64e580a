package io.github.keras4j.fit;

import io.github.keras4j.errors.Keras4jException;
import java.util.Map;

/** A watched quantity and the best that it was. Larger is better where the name says so, as Keras's mode "auto". */
final class Monitor {
    private final String name;
    private final double minDelta;
    private final boolean larger;
    private double best;

    Monitor(String name, double minDelta) {
        this.name = name;
        this.minDelta = minDelta;
        larger = isLarger(name);
        reset();
    }

    /** keras/src/callbacks/early_stopping.py 3.15: names of metrics whose maximum is wanted. */
    private static boolean isLarger(String name) {
        return name.contains("acc")
                || name.contains("auc")
                || name.contains("f1")
                || name.contains("fmeasure")
                || name.contains("precision")
                || name.contains("recall")
                || name.contains("r2");
    }

    void reset() {
        best = larger ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    /** @throws Keras4jException when the epoch has no such quantity */
    double of(Map<String, Double> logs) {
        Double value = logs.get(name);
        if (value == null) {
            throw new Keras4jException("A callback watches what the training does not give. Received: monitor=" + name
                    + "; there are " + logs.keySet());
        }
        return value;
    }

    /** Whether it is better than the best so far, by more than min_delta; it is the best then. */
    boolean improves(double now) {
        boolean better = larger ? now - minDelta > best : now + minDelta < best;
        if (better) {
            best = now;
        }
        return better;
    }

    double best() {
        return best;
    }

    String name() {
        return name;
    }
}
