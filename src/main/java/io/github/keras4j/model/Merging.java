package io.github.keras4j.model;

import java.util.List;

/** Layers that join several inputs. */
public sealed interface Merging extends Layer {
    /** An answer for every layer of this family: one more layer does not compile until all have it. */
    interface Visitor<R> {
        R elementwise(Elementwise layer);

        R concatenate(Concatenate layer);

        R dot(Dot layer);
    }

    /** Asks for the answer to this very layer. */
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

    /** What masks of the inputs do to the output. */
    enum Masks {
        /**
         * A step of the output counts where it counts in every input that has a mask; values do not look at masks. Up
         * to tf.keras (layers/merging/base_merge.py 2.15, compute_mask).
         */
        ALL,
        /**
         * The output has no mask, and values do not look at masks: Keras 3 before 3.4, which looks for the mask of the
         * list of inputs (layers/layer.py 3.3.3, __call__). Real Keras 3.3.3 was asked.
         */
        NONE,
        /**
         * A step counts where it counts in any input, and the output has a mask only where each input has one. Keras 3.4 on
         * (layers/merging/base_merge.py 3.15): its products, maxima and minima leave masked elements out, too. A
         * concatenation takes an input without a mask for one that counts everywhere (concatenate.py, compute_mask).
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
