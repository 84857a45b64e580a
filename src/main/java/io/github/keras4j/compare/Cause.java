package io.github.keras4j.compare;

/**
 * Why the numbers differ, found by running the model again with one thing changed.
 *
 * @param kind what was changed
 * @param layer the changed layer's name; empty when it was not a layer
 * @param change what was changed, from what to what, as a sentence's first part
 */
public record Cause(Kind kind, String layer, String change) {
    /** What can be changed. */
    public enum Kind {
        /** The activation of another generation. */
        ACTIVATION,
        /** The order of a recurrent kernel's gates. */
        GATE_ORDER,
        /** Masking left out or added. */
        MASK,
        /** The epsilon of a normalization. */
        EPSILON,
        /** A kernel flipped, transposed or read in another order. */
        KERNEL_LAYOUT,
        /** The direction over the steps. */
        GO_BACKWARDS,
        /** Where a GRU resets its state. */
        RESET_AFTER,
        /** Dropout left on while Python recorded. */
        DROPOUT,
        /** Inputs scaled, shifted or in another order. */
        INPUTS,
        /** States kept or forgotten between calls. */
        STATE,
        /** A wrong number in a weight, or a whole kernel scaled. */
        WEIGHT,
        /** Another padding of windows. */
        PADDING,
        /** Mean, variance, gamma or beta of a normalization. */
        NORMALIZATION,
        /** How a Bidirectional joins its two directions, or which is which. */
        MERGE,
        /** Another engine: the one that ran is wrong. */
        ENGINE
    }
}
