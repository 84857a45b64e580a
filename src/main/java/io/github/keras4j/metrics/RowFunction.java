package io.github.keras4j.metrics;

/** One number for a row: a loss, or whether it is right. */
@FunctionalInterface
interface RowFunction {
    /**
     * The number of one row.
     *
     * @param y the targets
     * @param p the answers, as many
     */
    double of(double[] y, double[] p);
}
