package io.github.keras4j.model;

/**
 * A Keras layer's configuration, every option resolved: no default is left to the reader. Where Keras has one
 * class per rank (Conv1D, Conv2D, Conv3D), one record holds them all. The weights lie in {@link Weights}.
 */
public sealed interface Layer
        permits Core,
                Activations,
                Shaping,
                Convolutional,
                Pooling,
                Recurrent,
                Wrapper,
                Normalizing,
                Attentive,
                Merging,
                Preprocessing,
                TensorOperation,
                Unknown {
    LayerInfo info();

    default String name() {
        return info().name();
    }

    /** Keras's class as the file names it. */
    default String className() {
        return info().className();
    }
}
