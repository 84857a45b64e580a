package io.github.keras4j.model;

/** Keras's {@code padding} of convolutions and pooling. FULL is Keras 1's border mode. */
public enum Padding {
    VALID,
    SAME,
    CAUSAL,
    FULL
}
