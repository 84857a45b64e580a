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
        ACTIVATION,
        GATE_ORDER,
        MASK,
        EPSILON,
        KERNEL_LAYOUT,
        GO_BACKWARDS,
        RESET_AFTER,
        DROPOUT,
        INPUTS,
        STATE,
        WEIGHT,
        PADDING,
        NORMALIZATION,
        MERGE,
        ENGINE
    }
}
