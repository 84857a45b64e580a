package io.github.keras4j.fit;

import java.util.ArrayList;
import java.util.List;

/**
 * What a training gave, epoch by epoch, as Keras's {@code History}.
 *
 * @param names {@code loss}, the metrics, and with validation {@code val_loss} and so on
 * @param epochs one per epoch that ended
 */
public record History(List<String> names, List<Epoch> epochs) {
    /** The lists are copied. */
    public History {
        names = List.copyOf(names);
        epochs = List.copyOf(epochs);
    }

    /**
     * One epoch.
     *
     * @param number from 1
     * @param of the number of the last one
     * @param updates updates in it
     * @param seconds how long it took
     * @param values one per name
     */
    public record Epoch(int number, int of, int updates, double seconds, List<Double> values) {
        /** The list is copied. */
        public Epoch {
            values = List.copyOf(values);
        }
    }

    /**
     * Both histories, one after the other.
     *
     * @throws IllegalArgumentException when they do not have the same names
     */
    public History then(History later) {
        if (epochs.isEmpty()) {
            return later;
        }
        if (!List.copyOf(names).equals(later.names)) {
            throw new IllegalArgumentException(
                    "Both histories have the same names. Received: " + names + " and " + later.names);
        }
        List<Epoch> both = new ArrayList<>(epochs);
        both.addAll(later.epochs);
        return new History(names, both);
    }

    /**
     * One quantity over all epochs.
     *
     * @throws IllegalArgumentException for a name that is not there
     */
    public List<Double> of(String name) {
        int at = names.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException("The history has " + names + ". Received: " + name);
        }
        return epochs.stream().map(epoch -> epoch.values().get(at)).toList();
    }
}
