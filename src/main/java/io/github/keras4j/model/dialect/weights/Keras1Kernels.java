package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Keras 1's layouts of convolution kernels (keras/layers/convolutional.py 1.0.6 and 1.2.2; the same changes are made
 * by keras/engine/saving.py 2.2.4, preprocess_weights_for_loading). With dim_ordering 'th' a kernel is (filters, in,
 * rows, cols), a Deconvolution2D's likewise; with 'tf' it is as later.
 */
final class Keras1Kernels {
    private Keras1Kernels() {}

    static List<Tensor> modern(Layer layer, List<Tensor> stored) {
        List<Tensor> arrays = new ArrayList<>(stored);
        if (layer instanceof Convolutional.Conv conv) {
            arrays.set(0, conv(conv, stored.get(0)));
        } else if (layer instanceof Convolutional.ConvTranspose conv) {
            // th: (filters, in, rows, cols); tf: (rows, cols, in, filters); later: (rows, cols, filters, in)
            arrays.set(
                    0,
                    conv.channelsFirst()
                            ? stored.get(0).transpose(2, 3, 0, 1)
                            : stored.get(0).transpose(0, 1, 3, 2));
        } else if (layer instanceof Convolutional.LocallyConnected local
                && local.channelsFirst()
                && arrays.size() > 1
                && local.kernelSize().size() == 2) {
            // stored as (rows, cols, filters) and, with 'th', read as (filters, rows, cols) without moving a number
            // (keras/layers/local.py 1.2.2, call: K.reshape(self.b, (1, nb_filter, output_row, output_col)))
            Shape bias = arrays.get(1).shape();
            arrays.set(
                    1,
                    arrays.get(1)
                            .reshape(Shape.of(bias.size(2), bias.size(0), bias.size(1)))
                            .transpose(1, 2, 0));
        }
        return arrays;
    }

    /** One gate's kernel of a ConvLSTM2D, before the gates are joined. */
    static Tensor gate(Recurrent.ConvLstm layer, Tensor stored) {
        return layer.channelsFirst() && stored.shape().rank() == 4 ? stored.transpose(2, 3, 1, 0) : stored;
    }

    private static Tensor conv(Convolutional.Conv conv, Tensor kernel) {
        return switch (conv.kernelSize().size()) {
            case 1 -> conv1d(conv, kernel);
            case 2 -> conv.channelsFirst() ? kernel.transpose(2, 3, 1, 0) : kernel;
            default -> conv.channelsFirst() ? kernel.transpose(2, 3, 4, 1, 0) : kernel;
        };
    }

    /** 1.2: (length, 1, in, filters); 1.0 and 1.1: (filters, in, length, 1). */
    private static Tensor conv1d(Convolutional.Conv conv, Tensor kernel) {
        Shape shape = kernel.shape();
        if (shape.rank() != 4) {
            return kernel;
        }
        int length = conv.kernelSize().get(0);
        boolean old = shape.size(0) != length || shape.size(1) != 1 || shape.size(3) != conv.filters();
        Tensor modern = old ? kernel.transpose(2, 3, 1, 0) : kernel;
        return modern.reshape(Shape.of(
                modern.shape().size(0), modern.shape().size(2), modern.shape().size(3)));
    }
}
