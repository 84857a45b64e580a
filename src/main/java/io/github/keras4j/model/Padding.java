package io.github.keras4j.model;

/** Keras's {@code padding} of convolutions and pooling. */
public enum Padding {
    /** None: windows lie inside the input. */
    VALID,
    /** TensorFlow's: as little as gives ceil(n / stride) positions, the odd one at the end. */
    SAME,
    /** All zeros before the first step, so that no output sees later steps. */
    CAUSAL,
    /** Keras 1's border mode: k - 1 zeros on both sides. */
    FULL,
    /**
     * Theano's {@code same} of Keras 1 and of Keras 2 on Theano: the same number on both sides, whatever the stride,
     * and the output cut to ceil(n / stride) positions at its end. Convolutions: k / 2 zeros (k counts the
     * dilation's gaps; Theano's {@code border_mode='half'}). Pooling: k - 2 for an odd k above 2, else k - 1, left
     * out of maxima and means (keras/backend/theano_backend.py, pool2d). Transposed convolutions: k / 2 positions
     * cut at both sides, then the output padding's zeros appended.
     */
    THEANO_SAME
}
