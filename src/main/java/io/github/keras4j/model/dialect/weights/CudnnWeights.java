package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights that a CuDNNLSTM or CuDNNGRU saved: every gate's kernel in Fortran's order, every recurrent kernel
 * transposed, and two biases in one array (keras/engine/saving.py 2.2.4, _convert_rnn_weights). The bias tells them.
 */
final class CudnnWeights {
    private CudnnWeights() {}

    static List<Tensor> plain(Layer layer, List<Tensor> arrays) {
        if (!(layer instanceof Recurrent.Rnn rnn) || arrays.size() != 3) {
            return arrays;
        }
        int units = rnn.cell().outputSize();
        int gates = rnn.cell() instanceof Recurrent.LstmCell
                ? 4
                : rnn.cell() instanceof Recurrent.GruCell gru && gru.resetAfter() ? 3 : 0;
        if (gates == 0 || !arrays.get(2).shape().equals(Shape.of(2 * gates * units))) {
            return arrays;
        }
        Tensor bias =
                gates == 4 ? Arrays2.sumOfHalves(arrays.get(2)) : arrays.get(2).reshape(Shape.of(2, gates * units));
        return List.of(perGate(arrays.get(0), gates, true), perGate(arrays.get(1), gates, false), bias);
    }

    private static Tensor perGate(Tensor kernel, int gates, boolean fortran) {
        int width = kernel.shape().size(-1) / gates;
        List<Tensor> parts = new ArrayList<>();
        for (int gate = 0; gate < gates; gate++) {
            Tensor part = Arrays2.columns(kernel, gate * width, width);
            // k.T.reshape(k.shape, order='F'): the same numbers, read row by row, written column by column
            parts.add(
                    fortran
                            ? part.reshape(Shape.of(width, part.shape().size(0)))
                                    .transpose(1, 0)
                            : part.transpose(1, 0));
        }
        return Arrays2.concatenateLast(parts);
    }
}
