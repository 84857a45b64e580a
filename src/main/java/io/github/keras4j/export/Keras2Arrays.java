package io.github.keras4j.export;

import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.KerasOrder;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A layer's arrays under the names and in the order of Keras 2.2.4: those that train first, then the others. */
final class Keras2Arrays {
    /** An array and its stored name, {@code "lstm_1/kernel:0"}. */
    record Named(String name, Tensor value, boolean trained) {}

    /** Order of creation in {@code build} of Keras 2.2.4's layers. */
    private static final List<String> ORDER = List.of(
            "kernel",
            "depthwise_kernel",
            "pointwise_kernel",
            "recurrent_kernel",
            "embeddings",
            "alpha",
            "gamma",
            "beta",
            "scale",
            "bias",
            "moving_mean",
            "moving_variance");

    private Keras2Arrays() {}

    static List<Named> of(Layer layer, Weights weights) {
        List<Named> all = new ArrayList<>();
        collect(layer.name(), layer, weights, all);
        List<Named> ordered =
                new ArrayList<>(all.stream().filter(Named::trained).toList());
        all.stream().filter(array -> !array.trained()).forEach(ordered::add);
        return ordered;
    }

    /** The arrays of one layer or cell without those of layers in it. */
    static List<Named> own(Layer layer, Weights weights) {
        List<Named> own = new ArrayList<>();
        tensors(layer.name(), weights, layer, own);
        return own;
    }

    /** The arrays of a layer that the reader is taught. */
    static List<Named> asTheyAre(Layer layer, Weights weights) {
        return weights.tensors().entrySet().stream()
                .map(entry -> new Named(layer.name() + "/" + entry.getKey() + ":0", entry.getValue(), true))
                .toList();
    }

    private static void collect(String path, Layer layer, Weights weights, List<Named> all) {
        if (layer instanceof Wrapper.Bidirectional bidirectional) {
            String inner = bidirectional.forward().name();
            tensors(path + "/forward_" + inner, weights.child("forward"), layer, all);
            tensors(path + "/backward_" + inner, weights.child("backward"), layer, all);
            return;
        }
        if (layer instanceof Wrapper.TimeDistributed timeDistributed) {
            collect(path, timeDistributed.layer(), weights.child("layer"), all);
            return;
        }
        if (layer instanceof Wrapper.NestedModel nested) {
            for (Layer inner : KerasOrder.layers(nested.network())) {
                collect(path + "/" + inner.name(), inner, weights.child(inner.name()), all);
            }
            return;
        }
        if (layer instanceof Recurrent.GenericRnn) {
            cell(path, layer, weights.child("cell"), all);
            return;
        }
        tensors(path, weights, layer, all);
    }

    private static void cell(String path, Layer layer, Weights weights, List<Named> all) {
        tensors(path, weights, layer, all);
        weights.children().forEach((name, child) -> cell(path + "/cell_" + name, layer, child, all));
    }

    private static void tensors(String path, Weights weights, Layer layer, List<Named> all) {
        weights.tensors().entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> place(layer, entry)))
                .forEach(entry -> all.add(new Named(
                        path + "/" + entry.getKey() + ":0",
                        stored(layer, entry.getKey(), entry.getValue()),
                        layer.info().trainable() && !entry.getKey().startsWith("moving_"))));
    }

    /**
     * LocallyConnected2D of channels_first takes its windows' values by channel, row, column (K.local_conv2d, 2.2.4);
     * the canonical kernel has them by row, column, channel.
     */
    private static Tensor stored(Layer layer, String name, Tensor array) {
        if (!(layer instanceof Convolutional.LocallyConnected local)
                || !local.channelsFirst()
                || !name.equals("kernel")) {
            return array;
        }
        int window = local.kernelSize().stream().reduce(1, (a, b) -> a * b);
        Shape shape = array.shape();
        return array.reshape(Shape.of(shape.size(0), window, shape.size(1) / window, shape.size(2)))
                .transpose(0, 2, 1, 3)
                .reshape(shape);
    }

    private static int place(Layer layer, Map.Entry<String, Tensor> entry) {
        int place = ORDER.indexOf(entry.getKey());
        if (place < 0) {
            throw Keras2Layers.lacking(Target.KERAS_2_2, layer, "no weight '" + entry.getKey() + "'");
        }
        return place;
    }
}
