package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.dialect.layers.Refusal;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Kernels of LocallyConnected layers whose {@code implementation} is 2, a matrix of all inputs by all outputs of
 * which only each window's part is used, or 3, that part alone in the order of sorted (output, input) pairs
 * (keras/src/layers/locally_connected 2.15), as implementation 1 stores them: (positions, window, filters).
 */
public final class LocalKernels {
    private LocalKernels() {}

    static List<Tensor> plain(Convolutional.LocallyConnected layer, List<WeightSlot> slots, List<Tensor> stored) {
        Tensor kernel = stored.get(0);
        int rank = layer.kernelSize().size();
        if (kernel.shape().rank() == 3) {
            return stored;
        }
        List<Tensor> plain = new ArrayList<>(stored);
        plain.set(
                0,
                kernel.shape().rank() == 1
                        ? sparse(layer, slots.get(0).shape(), kernel)
                        : windows(layer, kernel, kernel.shape().rank() == 2 * rank + 2));
        return plain;
    }

    private static Tensor sparse(Convolutional.LocallyConnected layer, Shape shape, Tensor kernel) {
        int positions = shape.size(0);
        int window = shape.size(1);
        int filters = layer.filters();
        return layer.channelsFirst()
                ? kernel.reshape(Shape.of(filters, positions, window)).transpose(1, 2, 0)
                : kernel.reshape(Shape.of(positions, filters, window)).transpose(0, 2, 1);
    }

    private static Tensor windows(Convolutional.LocallyConnected layer, Tensor kernel, boolean fits) {
        if (!fits) {
            throw new Refusal("its kernel has no known layout");
        }
        int rank = layer.kernelSize().size();
        boolean first = layer.channelsFirst();
        int spatial = first ? 1 : 0; // where the spatial axes of each half begin
        int[] sizes = kernel.shape().sizes();
        int channels = sizes[first ? 0 : rank];
        int positions = 1;
        int window = 1;
        for (int i = 0; i < rank; i++) {
            positions *= sizes[rank + 1 + spatial + i];
            window *= layer.kernelSize().get(i);
        }
        float[] all = kernel.toFloats();
        float[] kept = new float[positions * window * channels * layer.filters()];
        int[] index = new int[2 * rank + 2];
        int to = 0;
        for (int position = 0; position < positions; position++) {
            for (int w = 0; w < window * channels; w++) {
                index[first ? 0 : rank] = first ? w / window : w % channels;
                int inWindow = first ? w % window : w / channels;
                int at = position;
                for (int i = rank - 1; i >= 0; i--) {
                    int out = rank + 1 + spatial + i;
                    index[out] = at % sizes[out];
                    at /= sizes[out];
                    index[spatial + i] = index[out] * layer.strides().get(i)
                            + inWindow % layer.kernelSize().get(i);
                    inWindow /= layer.kernelSize().get(i);
                }
                for (int filter = 0; filter < layer.filters(); filter++) {
                    index[first ? rank + 1 : 2 * rank + 1] = filter;
                    kept[to++] = all[flat(index, sizes)];
                }
            }
        }
        return Tensor.wrap(Shape.of(positions, window * channels, layer.filters()), kept);
    }

    private static int flat(int[] index, int[] sizes) {
        int flat = 0;
        for (int axis = 0; axis < sizes.length; axis++) {
            flat = flat * sizes[axis] + index[axis];
        }
        return flat;
    }
}
