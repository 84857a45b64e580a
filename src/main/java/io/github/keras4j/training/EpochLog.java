package io.github.keras4j.training;

import java.util.List;

/** Hears of each epoch as it ends. */
@FunctionalInterface
public interface EpochLog {
    /** Hears nothing. */
    EpochLog NONE = epoch -> {};

    /**
     * Hears of one epoch.
     *
     * @param epoch the one that has just ended
     */
    void ended(Epoch epoch);

    /**
     * One epoch.
     *
     * @param number from 1
     * @param of how many there are
     * @param updates updates in it
     * @param seconds how long it took
     * @param loss the mean of the batches' losses, each counted by its samples
     * @param metricNames as Keras names them
     * @param metrics likewise means
     */
    record Epoch(
            int number,
            int of,
            int updates,
            double seconds,
            double loss,
            List<String> metricNames,
            List<Double> metrics) {}
}
