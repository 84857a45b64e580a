package io.github.keras4j;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Provenance;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A Sequential model by hand, with random weights; the same one each time. */
final class Chain {
    private final Random random = new Random(7);
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Weights> weights = new LinkedHashMap<>();

    Chain(DType dtype, int... shape) {
        nodes.add(
                new Node(new Core.InputLayer(LayerInfo.of("input", "InputLayer"), Shape.of(shape), dtype), List.of()));
    }

    Chain(int... shape) {
        this(DType.FLOAT32, shape);
    }

    Chain add(Layer layer, Weights itsWeights) {
        nodes.add(new Node(layer, List.of(new TensorRef(nodes.size() - 1, 0))));
        weights.put(layer.name(), itsWeights);
        return this;
    }

    Chain dense(String name, int in, int units, Activation activation) {
        return add(
                new Core.Dense(LayerInfo.of(name, "Dense"), units, activation, true),
                of("kernel", random(in, units), "bias", random(units)));
    }

    Chain lstm(String name, int in, int units, Activation gates, boolean sequences, boolean stateful) {
        Recurrent.Walk walk = new Recurrent.Walk(
                sequences,
                false,
                false,
                stateful,
                false,
                false,
                Recurrent.MaskedStep.HOLD_OUTPUT,
                Recurrent.GivenStates.TAKEN);
        return add(
                new Recurrent.Rnn(
                        LayerInfo.of(name, "LSTM"),
                        new Recurrent.LstmCell(units, Activation.TANH, gates, true, true),
                        walk),
                of(
                        "kernel",
                        random(in, 4 * units),
                        "recurrent_kernel",
                        random(units, 4 * units),
                        "bias",
                        random(4 * units)));
    }

    Chain gru(String name, int in, int units, boolean resetAfter, boolean sequences) {
        Recurrent.Walk walk = new Recurrent.Walk(
                sequences,
                false,
                false,
                false,
                false,
                false,
                Recurrent.MaskedStep.HOLD_OUTPUT,
                Recurrent.GivenStates.TAKEN);
        return add(
                new Recurrent.Rnn(
                        LayerInfo.of(name, "GRU"),
                        new Recurrent.GruCell(units, Activation.TANH, Activation.SIGMOID, true, resetAfter),
                        walk),
                of(
                        "kernel",
                        random(in, 3 * units),
                        "recurrent_kernel",
                        random(units, 3 * units),
                        "bias",
                        resetAfter ? random(2, 3 * units) : random(3 * units)));
    }

    Chain batchNormalization(String name, int features, double epsilon) {
        float[] variance = random(features).toFloats();
        for (int i = 0; i < features; i++) {
            variance[i] = 0.05f + Math.abs(variance[i]);
        }
        return add(
                new Normalizing.BatchNormalization(
                        LayerInfo.of(name, "BatchNormalization"), List.of(-1), 0.99, epsilon, true, true, false),
                of(
                        "gamma",
                        random(features),
                        "beta",
                        random(features),
                        "moving_mean",
                        random(features),
                        "moving_variance",
                        Tensor.wrap(Shape.of(features), variance)));
    }

    Chain conv1d(String name, int in, int filters, int stride, Padding padding) {
        return add(
                new Convolutional.Conv(
                        LayerInfo.of(name, "Conv1D"),
                        filters,
                        List.of(3),
                        List.of(stride),
                        padding,
                        List.of(1),
                        1,
                        false,
                        Activation.TANH,
                        true),
                of("kernel", random(3, in, filters), "bias", random(filters)));
    }

    Chain dropout(String name) {
        return add(
                new Core.Passthrough(LayerInfo.of(name, "Dropout"), Core.InTraining.DROPOUT, 0.5, true), Weights.NONE);
    }

    Chain activation(String name, Activation activation) {
        return add(
                new Activations.Activate(LayerInfo.of(name, "Activation"), activation, Activations.AtMask.SAME),
                Weights.NONE);
    }

    Chain embedding(String name, int words, int size, boolean maskZero) {
        return add(
                new Core.Embedding(LayerInfo.of(name, "Embedding"), words, size, maskZero),
                of("embeddings", random(words, size)));
    }

    Chain masking(String name, double value) {
        return add(new Core.Masking(LayerInfo.of(name, "Masking"), value), Weights.NONE);
    }

    KerasModel model() {
        return new KerasModel(
                new Provenance(Generation.TF_KERAS, "2.15.0", "tensorflow", "HDF5"),
                new Network(
                        "sequential",
                        Network.Kind.SEQUENTIAL,
                        nodes,
                        List.of(new TensorRef(0, 0)),
                        List.of(new TensorRef(nodes.size() - 1, 0))),
                Weights.ofChildren(weights),
                Optional.empty());
    }

    Tensor random(int... sizes) {
        Shape shape = Shape.of(sizes);
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * 0.6);
        }
        return Tensor.wrap(shape, values);
    }

    static Weights of(Object... namesAndTensors) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTensors.length; i += 2) {
            tensors.put((String) namesAndTensors[i], (Tensor) namesAndTensors[i + 1]);
        }
        return Weights.of(tensors);
    }

    /** The model with one layer in place of the one of that name. */
    static KerasModel with(KerasModel model, Layer changed) {
        Network network = model.network();
        List<Node> nodes = network.nodes().stream()
                .map(node -> node.layer().name().equals(changed.name()) ? new Node(changed, node.inputs()) : node)
                .toList();
        return new KerasModel(
                model.provenance(),
                new Network(network.name(), network.kind(), nodes, network.inputs(), network.outputs()),
                model.weights(),
                model.training());
    }

    /** The model with one array of a layer in place of its own. */
    static KerasModel with(KerasModel model, String layer, String array, Tensor tensor) {
        Map<String, Weights> children = new LinkedHashMap<>(model.weights().children());
        Map<String, Tensor> tensors = new LinkedHashMap<>(children.get(layer).tensors());
        tensors.put(array, tensor);
        children.put(layer, Weights.of(tensors));
        return model.withWeights(Weights.ofChildren(children));
    }

    static Layer layer(KerasModel model, String name) {
        return model.network().layers().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
