package io.github.keras4j.model;

import java.util.List;

/** Layers that join several inputs. */
public sealed interface Merging extends Layer {
    /** Handles every layer of this family; an implementation does not compile until it handles a new one. */
    interface Visitor<R> {
        R elementwise(Elementwise layer);

        R concatenate(Concatenate layer);

        R dot(Dot layer);

        R scaledSum(ScaledSum layer);
    }

    /** Calls the visitor's method for this layer. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(Layer.Visitor<R> visitor) {
        return visitor.merging(this);
    }

    /** Element by element, with numpy's broadcasting. */
    enum Operation {
        /** The sum of all inputs. */
        ADD,
        /** The first input minus the second. */
        SUBTRACT,
        /** The product of all inputs. */
        MULTIPLY,
        /** The mean of all inputs. */
        AVERAGE,
        /** The greatest of all inputs. */
        MAXIMUM,
        /** The smallest of all inputs. */
        MINIMUM
    }

    /** What the inputs' masks mean for the output. */
    enum Masks {
        /**
         * A step of the output is unmasked if it is unmasked in every input that has a mask. Values ignore masks. Up to
         * tf.keras (layers/merging/base_merge.py 2.15, compute_mask).
         */
        ALL,
        /**
         * The output has no mask, and values ignore masks. Keras 3 before 3.4, which looks for the mask of the list of
         * inputs (layers/layer.py 3.3.3, __call__). Real Keras 3.3.3 was asked.
         */
        NONE,
        /**
         * A step is unmasked if it is unmasked in any input. The output has a mask only if each input has one. Keras
         * 3.4 on (layers/merging/base_merge.py 3.15): its products, maxima and minima also leave masked elements out. A
         * concatenation treats an input without a mask as unmasked (concatenate.py, compute_mask).
         */
        ANY
    }

    /** Add, Subtract, Multiply, Average, Maximum and Minimum. */
    record Elementwise(LayerInfo info, Operation operation, Masks masks) implements Merging {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.elementwise(this);
        }
    }

    /** Axis counts the batch axis. */
    record Concatenate(LayerInfo info, int axis, Masks masks) implements Merging {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.concatenate(this);
        }
    }

    /** Axes count the batch axis: one of the first input, one of the second. */
    record Dot(LayerInfo info, List<Integer> axes, boolean normalize, DotStyle style) implements Merging {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.dot(this);
        }
    }

    /** Two inputs: the first plus {@code scale} times the second, of keras.applications' InceptionResNetV2. */
    record ScaledSum(LayerInfo info, double scale) implements Merging {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.scaledSum(this);
        }
    }

    /** Generations differ in Dot's output shape: Keras 1's cosine keeps an axis of size 1. */
    enum DotStyle {
        /** Keras 2 and later: {@code [batch, rest of the first, rest of the second]}. */
        DOT,
        /** Keras 1's {@code Merge(mode='dot')}. */
        KERAS_1_DOT,
        /** Keras 1's {@code Merge(mode='cos')}. */
        KERAS_1_COSINE
    }
}
