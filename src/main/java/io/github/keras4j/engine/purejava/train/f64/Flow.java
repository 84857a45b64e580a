package io.github.keras4j.engine.purejava.train.f64;

/** What flows from one layer to the next: values and, on the way back, their gradient. Rows of samples. */
final class Flow {
    final int batch;
    /** Sizes without the batch axis. */
    final int[] sizes;
    /** Elements per sample. */
    final int length;

    final double[] value;
    final double[] gradient;
    /** Whether a step of a sample counts, {@code [batch * steps]}; empty when everything does. */
    final boolean[] mask;

    Flow(int batch, int[] sizes, boolean masked) {
        this.batch = batch;
        this.sizes = sizes;
        int product = 1;
        for (int size : sizes) {
            product *= size;
        }
        length = product;
        value = new double[batch * product];
        gradient = new double[batch * product];
        mask = new boolean[masked ? batch * sizes[0] : 0];
    }

    /** The same numbers seen under other sizes. */
    private Flow(Flow other, int batch, int[] sizes) {
        this.batch = batch;
        this.sizes = sizes;
        length = other.value.length / Math.max(1, batch);
        value = other.value;
        gradient = other.gradient;
        mask = new boolean[0];
    }

    Flow view(int viewBatch, int... viewSizes) {
        return new Flow(this, viewBatch, viewSizes);
    }

    boolean masked() {
        return mask.length > 0;
    }

    int last() {
        return sizes[sizes.length - 1];
    }

    /** Number of vectors along the last axis. */
    int rows() {
        return value.length / last();
    }
}
