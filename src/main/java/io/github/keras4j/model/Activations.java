package io.github.keras4j.model;

import java.util.List;

/** Layers that apply an activation; advanced ones without weights (LeakyReLU, ELU, ReLU, Softmax) are Activate. */
public sealed interface Activations extends Layer {
    /** Handles every layer of this family; an implementation does not compile until it handles a new one. */
    interface Visitor<R> {
        R activate(Activate layer);

        R axesSoftmax(AxesSoftmax layer);

        R prelu(PReLU layer);

        R srelu(SReLU layer);

        R parametricSoftplus(ParametricSoftplus layer);
    }

    /** Calls the visitor's method for this layer. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(Layer.Visitor<R> visitor) {
        return visitor.activations(this);
    }

    /** What a Softmax layer, unlike the activation of that name, does where its input is masked. */
    enum AtMask {
        /** The same as everywhere: activations of all generations, and the Softmax layer up to Keras 2.3. */
        SAME,
        /**
         * Adds -1e9 (1 - mask) before the exponential: tf.keras (layers/activation/softmax.py 2.15, call), Keras 3 before
         * 3.10.
         */
        LOWERED,
        /** As {@link #LOWERED}, and multiplies by the mask: Keras 3.10 to 3.12 (layers/activations/softmax.py). */
        SCALED,
        /**
         * Takes -1e9 instead where the mask is not above 0.5, and gives 0 there: Keras 3.13 on
         * (layers/activations/softmax.py 3.15, call). A row that is all masked is all zero.
         */
        ZERO
    }

    /**
     * Activation, LeakyReLU, ELU, ReLU, ThresholdedReLU and Softmax over one axis. No weights.
     *
     * @param atMask what it does at masked positions; for an activation other than softmax always {@link
     *     AtMask#SAME}
     */
    record Activate(LayerInfo info, Activation activation, AtMask atMask) implements Activations {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.activate(this);
        }
    }

    /** Softmax over several axes at once, negative ones counted from the end. */
    record AxesSoftmax(LayerInfo info, List<Integer> axes, AtMask atMask) implements Activations {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.axesSoftmax(this);
        }
    }

    /** Weights: alpha, of the input's shape without batch and with 1 on the shared axes (counted from 1). */
    record PReLU(LayerInfo info, List<Integer> sharedAxes) implements Activations {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.prelu(this);
        }
    }

    /** Keras 1. Weights: t_left, a_left, t_right, a_right, shaped as PReLU's alpha. */
    record SReLU(LayerInfo info, List<Integer> sharedAxes) implements Activations {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.srelu(this);
        }
    }

    /** Keras 1: alpha log(1 + exp(beta x)). Weights: alpha, beta, shaped as PReLU's alpha. */
    record ParametricSoftplus(LayerInfo info, List<Integer> sharedAxes) implements Activations {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.parametricSoftplus(this);
        }
    }
}
