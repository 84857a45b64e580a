package io.github.keras4j.model;

/** Layers around others. */
public sealed interface Wrapper extends Layer {
    /** How Bidirectional joins its two directions; NONE gives both outputs. */
    enum MergeMode {
        CONCAT,
        SUM,
        MUL,
        AVE,
        NONE
    }

    /** Weights in children {@code forward} and {@code backward}; each layer's own walk says its direction. */
    record Bidirectional(LayerInfo info, Recurrent forward, Recurrent backward, MergeMode mergeMode)
            implements Wrapper {}

    /** Applies the inner layer to every step (axis 1). Weights in child {@code layer}. */
    record TimeDistributed(LayerInfo info, Layer layer) implements Wrapper {}

    /** A model used as a layer. Its weights' children are named as its own layers. */
    record NestedModel(LayerInfo info, Network network) implements Wrapper {}
}
