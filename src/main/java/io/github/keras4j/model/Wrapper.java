package io.github.keras4j.model;

/** Layers around others. */
public sealed interface Wrapper extends Layer {
    /** Handles every layer of this family; an implementation does not compile until it handles a new one. */
    interface Visitor<R> {
        R bidirectional(Bidirectional layer);

        R timeDistributed(TimeDistributed layer);

        R nestedModel(NestedModel layer);
    }

    /** Calls the visitor's method for this layer. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(Layer.Visitor<R> visitor) {
        return visitor.wrapper(this);
    }

    /** What TimeDistributed does with a mask, which may have more axes than batch and steps. */
    enum InnerMask {
        /**
         * The inner layer gets no mask, and the output has the input's mask: Keras 1, and Keras 2 with a fixed batch
         * size, which then uses K.rnn without masks (keras/layers/wrappers.py 2.2.4, TimeDistributed.call).
         */
        NONE,
        /**
         * The inner layer gets each step's part of the mask. The output has the mask that the inner layer computes; if
         * that is none, a step is unmasked if any of its elements is. Keras 2 without a fixed batch size, and tf.keras
         * (TimeDistributed.compute_mask).
         */
        COMPUTED,
        /** The inner layer gets each step's part of the mask, and the output has the input's mask: Keras 3. */
        KEPT
    }

    /** How Bidirectional joins its two directions; NONE gives both outputs. */
    enum MergeMode {
        /** Side by side on the last axis. */
        CONCAT,
        /** Their sum. */
        SUM,
        /** Their product. */
        MUL,
        /** Their mean. */
        AVE,
        /** Both, as two outputs. */
        NONE
    }

    /** Weights in children {@code forward} and {@code backward}; each layer's own walk says its direction. */
    record Bidirectional(LayerInfo info, Recurrent forward, Recurrent backward, MergeMode mergeMode)
            implements Wrapper {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.bidirectional(this);
        }
    }

    /** Applies the inner layer to every step (axis 1). Weights in child {@code layer}. */
    record TimeDistributed(LayerInfo info, Layer layer, InnerMask innerMask) implements Wrapper {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.timeDistributed(this);
        }
    }

    /** A model used as a layer. Its weights' children are named as its own layers. */
    record NestedModel(LayerInfo info, Network network) implements Wrapper {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.nestedModel(this);
        }
    }
}
