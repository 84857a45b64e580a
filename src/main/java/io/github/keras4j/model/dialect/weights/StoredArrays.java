package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.dialect.graph.LayerFactory;
import io.github.keras4j.model.dialect.layers.Origin;
import io.github.keras4j.model.dialect.layers.Refusal;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From a layer's arrays as its generation stores them to the canonical ones, checked. */
final class StoredArrays {
    private final LayerFactory factory;
    private final Origin origin;

    StoredArrays(LayerFactory factory) {
        this.factory = factory;
        this.origin = factory.weightsOrigin();
    }

    /** How many arrays the layer stores. */
    int count(Layer layer, List<WeightSlot> slots) {
        if (Int4Kernels.is(layer)) {
            return Int4Kernels.count(layer, slots.size());
        }
        int gates = origin.isKeras1() ? Keras1Gates.count(layer, factory.isFused(layer)) : 0;
        return gates > 0 ? gates : slots.size();
    }

    /** Canonical arrays by slot path. */
    Map<String, Tensor> read(Layer layer, List<WeightSlot> slots, List<Tensor> stored) {
        WeightCheck.count(layer, stored.size(), count(layer, slots), slots);
        if (slots.isEmpty()) {
            return Map.of();
        }
        List<Tensor> arrays;
        try {
            arrays = modern(
                    layer,
                    layer instanceof Convolutional.LocallyConnected local
                            ? LocalKernels.plain(local, slots, stored)
                            : Int4Kernels.is(layer) ? Int4Kernels.plain(layer, slots, stored) : stored);
        } catch (Refusal | IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new MalformedArchiveException(
                    "Layer '" + layer.name() + "' (" + layer.className()
                            + "): its weights do not have the layout of its class. Received shapes: "
                            + stored.stream().map(Tensor::shape).toList() + ". Save the model again.",
                    e);
        }
        Map<String, Tensor> read = new LinkedHashMap<>();
        for (int i = 0; i < slots.size(); i++) {
            WeightCheck.shape(layer, slots.get(i), arrays.get(i));
            read.put(slots.get(i).path(), arrays.get(i));
        }
        return read;
    }

    private List<Tensor> modern(Layer layer, List<Tensor> stored) {
        List<Tensor> arrays = stored;
        if (origin.isKeras1()) {
            if (layer instanceof Recurrent.ConvLstm conv) {
                arrays = stored.stream()
                        .map(array -> Keras1Kernels.gate(conv, array))
                        .toList();
            }
            arrays = arrays.size() == 12 || (arrays.size() == 9 && layer instanceof Recurrent.Rnn)
                    ? Keras1Gates.join(arrays)
                    : arrays;
            arrays = Keras1Kernels.modern(layer, arrays);
            arrays = highway(layer, arrays);
            if (Keras1Deviations.appliesTo(origin)) {
                arrays = Keras1Deviations.variances(layer, arrays, origin);
            }
        }
        if (origin.isTheano()) {
            arrays = TheanoKernels.flipped(layer, arrays);
        }
        return CudnnWeights.plain(layer, channelsLast(layer, arrays));
    }

    /** Keras 1.0 and 1.1 store W, b, W_carry, b_carry; 1.2 W, W_carry, b, b_carry. */
    private static List<Tensor> highway(Layer layer, List<Tensor> arrays) {
        boolean old = layer instanceof Core.Highway
                && arrays.size() == 4
                && arrays.get(1).shape().rank() == 1;
        return old ? List.of(arrays.get(0), arrays.get(2), arrays.get(1), arrays.get(3)) : arrays;
    }

    /**
     * A LocallyConnected2D of channels_first has its windows' values by channel, row, column
     * (keras/backend/common of K.local_conv2d, 2.2.4); canonical is row, column, channel.
     */
    private List<Tensor> channelsLast(Layer layer, List<Tensor> arrays) {
        if (!(layer instanceof Convolutional.LocallyConnected local) || !local.channelsFirst()) {
            return arrays;
        }
        Tensor kernel = arrays.get(0);
        int window = local.kernelSize().stream().reduce(1, (a, b) -> a * b);
        int channels = kernel.shape().size(1) / window;
        List<Tensor> modern = new ArrayList<>(arrays);
        modern.set(
                0,
                kernel.reshape(Shape.of(
                                kernel.shape().size(0),
                                channels,
                                window,
                                kernel.shape().size(2)))
                        .transpose(0, 2, 1, 3)
                        .reshape(kernel.shape()));
        if (local.useBias() && !origin.isKeras1()) {
            modern.set(1, reshapedBias(local, arrays.get(1)));
        }
        return modern;
    }

    /**
     * Channels first, Keras reshapes the bias (positions, filters) to (filters, positions) where one would transpose it
     * (keras/src/backend.py 2.15 and keras/backend/tensorflow_backend.py 2.2.4, bias_add).
     */
    private static Tensor reshapedBias(Convolutional.LocallyConnected layer, Tensor stored) {
        int filters = layer.filters();
        return stored.reshape(Shape.of(filters, stored.shape().elements() / filters))
                .transpose(1, 0)
                .reshape(stored.shape());
    }
}
