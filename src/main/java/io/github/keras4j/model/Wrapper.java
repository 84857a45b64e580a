package io.github.keras4j.model;

/** Layers around others. */
public sealed interface Wrapper extends Layer {
    /** An answer for every layer of this family: one more layer does not compile until all have it. */
    interface Visitor<R> {
        R bidirectional(Bidirectional layer);

        R timeDistributed(TimeDistributed layer);

        R nestedModel(NestedModel layer);
    }

    /** Asks for the answer to this very layer. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(Layer.Visitor<R> visitor) {
        return visitor.wrapper(this);
    }

    /** What TimeDistributed does with a mask, which may have more axes than batch and steps. */
    enum InnerMask {
        /**
         * The inner layer sees none, and the output has the input's: Keras 1, and Keras 2 where the batch size is
         * fixed, since it then walks by K.rnn, without masks (keras/layers/wrappers.py 2.2.4, TimeDistributed.call).
         */
        NONE,
        /**
         * The inner layer sees what a mask says within a step. The output has the mask that the inner layer gives, or
         * where that gives none, the steps within which anything counts: Keras 2 with any batch size and tf.keras
         * (TimeDistributed.compute_mask).
         */
        COMPUTED,
        /** The inner layer sees what a mask says within a step, and the output has the input's: Keras 3. */
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
