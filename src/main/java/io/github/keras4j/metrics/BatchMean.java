package io.github.keras4j.metrics;

/** The mean of a metric's values batch by batch, each weighted by its samples: Keras before 2.3. */
final class BatchMean implements Metric {
    private final Metric ofBatch;
    private double total;
    private double samples;

    BatchMean(Metric ofBatch) {
        this.ofBatch = ofBatch;
    }

    @Override
    public void add(Batch batch) {
        ofBatch.reset();
        ofBatch.add(batch);
        total += ofBatch.result() * batch.samples();
        samples += batch.samples();
    }

    @Override
    public double result() {
        return samples == 0 ? 0 : total / samples;
    }

    @Override
    public void reset() {
        total = 0;
        samples = 0;
    }
}
