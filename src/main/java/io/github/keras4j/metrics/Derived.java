package io.github.keras4j.metrics;

import java.util.function.DoubleUnaryOperator;

/** A function of another metric, as the root of the mean squared error. */
record Derived(Metric inner, DoubleUnaryOperator function) implements Metric {
    @Override
    public void add(Batch batch) {
        inner.add(batch);
    }

    @Override
    public double result() {
        return function.applyAsDouble(inner.result());
    }

    @Override
    public void reset() {
        inner.reset();
    }
}
