package io.github.keras4j.metrics;

/** One metric of one output, over all batches since its last reset. */
interface Metric {
    /** Counts a batch. */
    void add(Batch batch);

    /** The metric of what was counted. */
    double result();

    /** Forgets what was counted. */
    void reset();
}
