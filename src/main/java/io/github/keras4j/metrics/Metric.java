package io.github.keras4j.metrics;

import io.github.keras4j.tensor.Tensor;
import java.util.Optional;

/** One metric of one output, over all batches since its last reset. */
interface Metric {
    /**
     * Counts a batch.
     *
     * @param target what is right, {@code [batch, ...]}
     * @param answer the output, {@code [batch, ...]}
     * @param weights one per sample; empty: each counts 1
     */
    void add(Tensor target, Tensor answer, Optional<Tensor> weights);

    /** The metric of what was counted. */
    double result();

    /** Forgets what was counted. */
    void reset();
}
