package io.github.keras4j.engine.dl4j;

import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Between a DL4J network's one flat array of parameters and weights by Keras's names, in full precision. DL4J's LSTM
 * has its gates in the order c, f, o, i where Keras has i, f, c, o (KerasLSTM.setWeights).
 */
final class NetworkParameters {
    /** DL4J's names of a layer's arrays by Keras's (DefaultParamInitializer, LSTMParamInitializer). */
    private static final Map<String, String> NAMES = Map.of("kernel", "W", "recurrent_kernel", "RW", "bias", "b");

    /** Which of DL4J's gates holds Keras's gate i, f, c, o. */
    private static final int[] LSTM_GATES = {3, 1, 0, 2};

    private static final int[] ONE_BLOCK = {0};

    private final MultiLayerNetwork network;
    private final KerasModel model;
    /** The layers with weights, by DL4J's name for them. */
    private final Map<String, Layer> layers;

    NetworkParameters(MultiLayerNetwork network, KerasModel model) {
        this.network = network;
        this.model = model;
        layers = Dl4jTrainingRules.byName(model);
    }

    /** The arrays by path, {@code lstm_1/kernel}, as one flat array in the order of the network's parameters. */
    INDArray flat(Map<String, Tensor> byPath) {
        INDArray before = network.params().dup();
        layers.forEach((name, layer) -> model.weights()
                .child(layer.name())
                .tensors()
                .keySet()
                .forEach(weight -> {
                    Tensor tensor = Objects.requireNonNull(byPath.get(layer.name() + "/" + weight));
                    INDArray place = place(name, weight);
                    place.assign(toDl4j(layer, tensor, place));
                }));
        INDArray flat = network.params().dup();
        network.params().assign(before);
        return flat;
    }

    /** A flat array in the order of the network's parameters as weights by Keras's names. */
    Weights weights(INDArray flat) {
        INDArray before = network.params().dup();
        network.params().assign(flat);
        Map<String, Weights> children = new LinkedHashMap<>();
        model.weights().children().forEach((name, weights) -> children.put(name, weights));
        layers.forEach((name, layer) -> {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            model.weights()
                    .child(layer.name())
                    .tensors()
                    .forEach((weight, old) -> tensors.put(weight, fromDl4j(layer, place(name, weight), old.shape())));
            if (!tensors.isEmpty()) {
                children.put(layer.name(), Weights.of(tensors));
            }
        });
        network.params().assign(before);
        return Weights.ofChildren(children);
    }

    private INDArray place(String layer, String weight) {
        return network.getParam(index(layer) + "_" + Objects.requireNonNull(NAMES.get(weight)));
    }

    private int index(String name) {
        for (int i = 0; i < network.getnLayers(); i++) {
            if (network.getLayer(i).conf().getLayer().getLayerName().equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException("DL4J has no layer " + name);
    }

    private static int[] blocks(Layer layer) {
        return layer instanceof Recurrent.Rnn rnn && rnn.cell() instanceof Recurrent.LstmCell ? LSTM_GATES : ONE_BLOCK;
    }

    private static INDArray toDl4j(Layer layer, Tensor tensor, INDArray place) {
        int[] blocks = blocks(layer);
        int last = tensor.shape().size(-1);
        int width = last / blocks.length;
        double[] values = tensor.toDoubles();
        double[] moved = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int column = i % last;
            moved[i - column + blocks[column / width] * width + column % width] = values[i];
        }
        return Nd4j.create(moved, place.shape(), 'c').castTo(place.dataType());
    }

    private static Tensor fromDl4j(Layer layer, INDArray place, Shape shape) {
        int[] blocks = blocks(layer);
        int last = shape.size(-1);
        int width = last / blocks.length;
        double[] values = place.dup('c').data().asDouble();
        double[] moved = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int column = i % last;
            moved[i] = values[i - column + blocks[column / width] * width + column % width];
        }
        Tensor tensor = Tensor.wrap(shape, moved);
        return place.dataType() == org.nd4j.linalg.api.buffer.DataType.DOUBLE ? tensor : tensor.cast(DType.FLOAT32);
    }
}
