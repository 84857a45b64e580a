package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.tensor.Tensor;
import java.util.List;

/**
 * Keras 1 stores W, U and b of every gate apart: an LSTM's in the order i, c, f, o (keras/layers/recurrent.py 1.2.2,
 * LSTM.build, trainable_weights), a GRU's z, r, h. With consume_less='gpu' they lie together, i, f, c, o and z, r, h,
 * as in every later Keras.
 */
final class Keras1Gates {
    private Keras1Gates() {}

    /** How many arrays such a layer stores; 0 where it stores them as later Keras does. */
    static int count(Layer layer, boolean fused) {
        if (layer instanceof Recurrent.ConvLstm) {
            return 12;
        }
        if (fused || !(layer instanceof Recurrent.Rnn rnn)) {
            return 0;
        }
        return rnn.cell() instanceof Recurrent.LstmCell ? 12 : rnn.cell() instanceof Recurrent.GruCell ? 9 : 0;
    }

    static List<Tensor> join(List<Tensor> stored) {
        return stored.size() == 12
                ? List.of(gates(stored, 0, 6, 3, 9), gates(stored, 1, 7, 4, 10), gates(stored, 2, 8, 5, 11))
                : List.of(gates(stored, 0, 3, 6), gates(stored, 1, 4, 7), gates(stored, 2, 5, 8));
    }

    private static Tensor gates(List<Tensor> stored, int... indices) {
        return Arrays2.concatenateLast(
                java.util.Arrays.stream(indices).mapToObj(stored::get).toList());
    }
}
