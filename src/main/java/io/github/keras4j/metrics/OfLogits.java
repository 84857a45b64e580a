package io.github.keras4j.metrics;

/** A metric of the sigmoid of the answers. */
record OfLogits(Metric inner) implements Metric {
    @Override
    public void add(Batch batch) {
        double[] answer = batch.answer().clone();
        for (int i = 0; i < answer.length; i++) {
            answer[i] = 1 / (1 + Math.exp(-answer[i]));
        }
        inner.add(new Batch(
                batch.target(),
                answer,
                batch.rows(),
                batch.columns(),
                batch.samples(),
                batch.sparse(),
                batch.weights(),
                batch.single()));
    }

    @Override
    public double result() {
        return inner.result();
    }

    @Override
    public void reset() {
        inner.reset();
    }
}
