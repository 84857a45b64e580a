package io.github.keras4j.model;

/**
 * A Keras layer's configuration with every option resolved, defaults included. If Keras has one class per rank (Conv1D,
 * Conv2D, Conv3D), one record stands for all. The weights are in {@link Weights}.
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
                Custom,
                Unknown {
    /**
     * Handles every family of layers; each family has its own visitor. Code that must handle every layer implements
     * these, so that the compiler finds every place that a new layer needs.
     */
    interface Visitor<R> {
        R core(Core layer);

        R activations(Activations layer);

        R shaping(Shaping layer);

        R convolutional(Convolutional layer);

        R pooling(Pooling layer);

        R recurrent(Recurrent layer);

        R wrapper(Wrapper layer);

        R normalizing(Normalizing layer);

        R attentive(Attentive layer);

        R merging(Merging layer);

        R preprocessing(Preprocessing layer);

        R tensorOperation(TensorOperation layer);

        R custom(Custom layer);

        R unknown(Unknown layer);
    }

    /** Calls the visitor's method for this layer's family. */
    <R> R accept(Visitor<R> visitor);

    /** {@return what every layer has: its name, its class, and what Keras stored beside} */
    LayerInfo info();

    /** {@return the name, unique in its network} */
    default String name() {
        return info().name();
    }

    /** Keras's class as the file names it. */
    default String className() {
        return info().className();
    }
}
