package io.github.keras4j.compare;

/**
 * Why the numbers differ, found by running the model again with one thing changed.
 *
 * @param kind what was changed
 * @param layer the changed layer's name; empty when it was not a layer
 * @param change what was changed, from what to what; the first part of a sentence
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
        /** The direction in which a layer goes through the steps. */
        GO_BACKWARDS,
        /** Whether a GRU resets its state before or after the product. */
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
        /** A Bidirectional's merge mode, or its directions swapped. */
        MERGE,
        /** The engine: another engine gives Python's numbers. */
        ENGINE
    }
}
