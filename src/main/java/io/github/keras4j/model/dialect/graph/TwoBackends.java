package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.dialect.layers.Origin;
import io.github.keras4j.model.dialect.layers.Refusal;

/**
 * An architecture from one backend and weights from another: what a convolution then gives depends on who loads them.
 * Keras 2.2.4 turns kernels of Theano's round (engine/saving.py, _need_convert_kernel), tf.keras 2.15 takes them as
 * they are (saving/legacy/hdf5_format.py).
 */
final class TwoBackends {
    private TwoBackends() {}

    static void check(Layer layer, Origin architecture, Origin weights) {
        boolean convolves = layer instanceof Convolutional || layer instanceof Recurrent.ConvLstm;
        if (convolves && weights.isTheano() && !architecture.isTheano()) {
            throw new Refusal(
                    "its weights were written on Theano, its architecture on another backend: Keras 2 turns such"
                            + " kernels round when it loads them, tf.keras does not. Received: backends "
                            + weights.backend() + " and " + architecture.backend()
                            + ". Load both in the Keras that is meant, and save the whole model there");
        }
    }
}
