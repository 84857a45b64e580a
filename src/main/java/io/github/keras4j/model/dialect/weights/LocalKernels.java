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

    /** With padding "same" the pairs beyond the border are not stored; they are zeros here. */
    private static Tensor sparse(Convolutional.LocallyConnected layer, Shape shape, Tensor kernel) {
        if (!shape.isKnown()) {
            throw new Refusal("the sizes of its input are not known");
        }
        int positions = shape.size(0);
        int places = layer.kernelSize().stream().reduce(1, (x, y) -> x * y);
        int channels = shape.size(1) / places;
        int filters = layer.filters();
        float[] pairs = kernel.toFloats();
        float[] kept = new float[shape.elements()];
        int from = 0;
        boolean first = layer.channelsFirst();
        for (int outer = 0; outer < (first ? filters : positions); outer++) {
            for (int inner = 0; inner < (first ? positions : filters); inner++) {
                int position = first ? inner : outer;
                int filter = first ? outer : inner;
                for (int w = 0; w < places * channels; w++) {
                    if (isInside(layer, position, first ? w % places : w / channels)) {
                        kept[(position * places * channels + w) * filters + filter] = pairs[from++];
                    }
                }
            }
        }
        if (from != pairs.length) {
            throw new Refusal("its kernel has no known layout");
        }
        return Tensor.wrap(shape, kept);
    }

    /** Whether a window's place lies in the input, not beyond its border. */
    private static boolean isInside(Convolutional.LocallyConnected layer, int position, int place) {
        int rest = position;
        int inWindow = place;
        for (int i = layer.sameOf().size() - 1; i >= 0; i--) {
            int kernel = layer.kernelSize().get(i);
            int size = layer.sameOf().get(i);
            int outs = (size + layer.strides().get(i) - 1) / layer.strides().get(i);
            int at = rest % outs * layer.strides().get(i) + inWindow % kernel - kernel / 2;
            if (at < 0 || at >= size) {
                return false;
            }
            rest /= outs;
            inWindow /= kernel;
        }
        return true;
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
                boolean inside = true;
                for (int i = rank - 1; i >= 0; i--) {
                    int out = rank + 1 + spatial + i;
                    index[out] = at % sizes[out];
                    at /= sizes[out];
                    int size = layer.kernelSize().get(i);
                    int before = layer.sameOf().isEmpty() ? 0 : size / 2;
                    index[spatial + i] = index[out] * layer.strides().get(i) + inWindow % size - before;
                    inside &= before == 0 || index[spatial + i] >= 0 && index[spatial + i] < sizes[spatial + i];
                    inWindow /= size;
                }
                for (int filter = 0; filter < layer.filters(); filter++) {
                    index[first ? rank + 1 : 2 * rank + 1] = filter;
                    kept[to++] = inside ? all[flat(index, sizes)] : 0;
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
