package io.github.keras4j.engine.purejava.train.f64;

/** What flows from one layer to the next: values and, on the way back, their gradient. Rows of samples. */
public final class Flow {
    private static final boolean[] NO_MASK = {};

    public final int batch;
    /** Sizes without the batch axis. */
    public final int[] sizes;
    /** Elements per sample. */
    public final int length;

    public final double[] value;
    public final double[] gradient;
    /** Whether a step of a sample counts, {@code [batch * steps]}; empty when everything does. */
    public final boolean[] mask;
    /** Nothing is trained behind it: its gradient need not be computed. */
    public final boolean leaf;

    public Flow(int batch, int[] sizes, boolean masked) {
        this(batch, sizes, masked ? new boolean[batch * sizes[0]] : NO_MASK, false);
    }

    /** @param mask one that is filled elsewhere, before this flow's is looked at */
    public Flow(int batch, int[] sizes, boolean[] mask, boolean leaf) {
        this.batch = batch;
        this.sizes = sizes;
        length = product(sizes);
        value = new double[batch * length];
        gradient = new double[batch * length];
        this.mask = mask;
        this.leaf = leaf;
    }

    /** The same numbers seen under other sizes. */
    private Flow(Flow other, int batch, int[] sizes, boolean[] mask) {
        this.batch = batch;
        this.sizes = sizes;
        length = product(sizes);
        value = other.value;
        gradient = other.gradient;
        leaf = other.leaf;
        this.mask = mask;
        if (batch * length != value.length) {
            throw new IllegalArgumentException("A view has as many elements as what it views. Received: "
                    + java.util.Arrays.toString(sizes) + " times " + batch + " for " + value.length);
        }
    }

    private static int product(int[] sizes) {
        int product = 1;
        for (int size : sizes) {
            product = Math.multiplyExact(product, size);
        }
        return product;
    }

    /** The same numbers without a mask. */
    public Flow view(int viewBatch, int... viewSizes) {
        return new Flow(this, viewBatch, viewSizes, NO_MASK);
    }

    /** The same numbers with another mask; empty: none. */
    public Flow withMask(boolean[] other) {
        return other == mask ? this : new Flow(this, batch, sizes, other);
    }

    public boolean masked() {
        return mask.length > 0;
    }

    public int last() {
        return sizes[sizes.length - 1];
    }

    /** Number of vectors along the last axis. */
    public int rows() {
        return value.length / last();
    }

    /** All sizes, the batch first. */
    public int[] shape() {
        int[] shape = new int[sizes.length + 1];
        shape[0] = batch;
        System.arraycopy(sizes, 0, shape, 1, sizes.length);
        return shape;
    }
}
