package io.github.keras4j.metrics;

import java.util.function.Function;

/** The mean of one number per row, Keras's {@code MeanMetricWrapper}. */
final class RowMean implements Metric {
    private final Function<Batch, RowFunction> function;
    private double total;
    private double counted;

    /** @param function chosen anew for each batch, as it may depend on the shapes or on all targets */
    RowMean(Function<Batch, RowFunction> function) {
        this.function = function;
    }

    @Override
    public void add(Batch batch) {
        RowFunction own = function.apply(batch);
        for (int r = 0; r < batch.rows(); r++) {
            double weight = batch.weight(r);
            double value = own.of(batch.targets(r), batch.answers(r));
            total += value * weight;
            counted += weight;
        }
    }

    @Override
    public double result() {
        return counted == 0 ? 0 : total / counted;
    }

    @Override
    public void reset() {
        total = 0;
        counted = 0;
    }
}
