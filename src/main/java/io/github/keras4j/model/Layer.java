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
    /**
     * An answer for every family of layers; each family has a visitor of its own for its layers. Who must answer for
     * every layer is asked by these, so that the compiler notices a new one everywhere.
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

        R unknown(Unknown layer);
    }

    /** Asks for the answer to this layer's family. */
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
