package io.github.keras4j.fit;

import java.util.List;

/** Hears of each epoch as it ends. */
@FunctionalInterface
public interface EpochLog {
    /** Hears nothing. */
    EpochLog NONE = (names, epoch) -> {};

    /**
     * Hears of one epoch.
     *
     * @param names {@code loss}, then the metrics as Keras names them
     * @param epoch the one that has just ended
     */
    void ended(List<String> names, History.Epoch epoch);

    /**
     * Hears of one update.
     *
     * @param epoch from 1
     * @param update within the epoch, from 1
     * @param updates of an epoch
     */
    default void updated(int epoch, int update, int updates) {}

    /** Hears what a callback has to say. */
    default void said(String message) {}
}
