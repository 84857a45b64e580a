package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Theano convolves, TensorFlow correlates: a kernel trained on Theano is flipped along its spatial axes
 * (keras/engine/saving.py 2.2.4, _need_convert_kernel; unflipped the answers are off by 4.2 on a measured model,
 * flipped by 2e-7). Locally connected layers are sums of products on both.
 */
final class TheanoKernels {
    private TheanoKernels() {}

    static List<Tensor> flipped(Layer layer, List<Tensor> arrays) {
        List<Tensor> turned = new ArrayList<>(arrays);
        if (layer instanceof Convolutional.Conv conv) {
            turned.set(0, Arrays2.flipFirst(arrays.get(0), conv.kernelSize().size()));
        } else if (layer instanceof Convolutional.ConvTranspose conv) {
            turned.set(0, Arrays2.flipFirst(arrays.get(0), conv.kernelSize().size()));
        } else if (layer instanceof Convolutional.DepthwiseConv conv) {
            turned.set(0, Arrays2.flipFirst(arrays.get(0), conv.kernelSize().size()));
        } else if (layer instanceof Convolutional.SeparableConv conv) {
            turned.set(0, Arrays2.flipFirst(arrays.get(0), conv.kernelSize().size()));
        } else if (layer instanceof Recurrent.ConvLstm conv) {
            turned.set(0, Arrays2.flipFirst(arrays.get(0), conv.kernelSize().size()));
            turned.set(1, Arrays2.flipFirst(arrays.get(1), conv.kernelSize().size()));
        }
        return turned;
    }
}
