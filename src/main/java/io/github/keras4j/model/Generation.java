package io.github.keras4j.model;

/**
 * The generation of Keras that wrote a model: the versions within one agree on what an option that a file leaves
 * out means, and but for what the dialect knows better on what a layer computes.
 */
public enum Generation {
    /** Keras 1.0 to 1.2, on Theano or TensorFlow. */
    KERAS_1,
    /** Keras 2.0 to 2.2 with any backend. */
    KERAS_2,
    /** Keras 2.3 and 2.4. */
    KERAS_2_3,
    /** {@code tf.keras}, TensorFlow 1.x and 2.0 to 2.15. */
    TF_KERAS,
    /** Keras 3, and {@code tf.keras} from TensorFlow 2.16. */
    KERAS_3
}
