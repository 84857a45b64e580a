package io.github.keras4j.engine.purejava;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
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

/** Small models by hand. */
public final class Models {
    private Models() {}

    public static LayerInfo info(String name, String className) {
        return LayerInfo.of(name, className);
    }

    public static Node input(String name, Shape shape) {
        return new Node(new Core.InputLayer(info(name, "InputLayer"), shape, DType.FLOAT32), List.of());
    }

    /** A chain of layers behind one input, weights by layer name. */
    public static KerasModel chain(Generation generation, Shape input, Map<String, Weights> weights, Layer... layers) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(input("input", input));
        for (int i = 0; i < layers.length; i++) {
            nodes.add(new Node(layers[i], List.of(new TensorRef(i, 0))));
        }
        return model(generation, weights, nodes, List.of(new TensorRef(0, 0)), new TensorRef(layers.length, 0));
    }

    public static KerasModel model(
            Generation generation,
            Map<String, Weights> weights,
            List<Node> nodes,
            List<TensorRef> inputs,
            TensorRef... outputs) {
        Network network = new Network("model", Network.Kind.FUNCTIONAL, nodes, inputs, List.of(outputs));
        return new KerasModel(
                new Provenance(generation, "", "tensorflow", "HDF5"),
                network,
                Weights.ofChildren(weights),
                Optional.empty());
    }

    /** LSTM(32) over 3 steps of one number, and Dense(26) with softmax. */
    public static KerasModel lstm(Random random) {
        Recurrent.Cell cell = new Recurrent.LstmCell(32, Activation.TANH, Activation.SIGMOID, true, true);
        return chain(
                Generation.KERAS_2_3,
                Shape.of(-1, 3, 1),
                Map.of(
                        "lstm",
                        weights(
                                "kernel", gaussian(random, 0.5, 1, 128),
                                "recurrent_kernel", gaussian(random, 0.2, 32, 128),
                                "bias", gaussian(random, 0.2, 128)),
                        "dense",
                        weights("kernel", gaussian(random, 0.5, 32, 26), "bias", gaussian(random, 0.5, 26))),
                new Recurrent.Rnn(info("lstm", "LSTM"), cell, Recurrent.Walk.LAST_OUTPUT),
                new Core.Dense(info("dense", "Dense"), 26, Activation.of(Activation.Kind.SOFTMAX, -1), true));
    }

    /** Normally distributed numbers. */
    public static Tensor gaussian(Random random, double scale, int... sizes) {
        Shape shape = Shape.of(sizes);
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return Tensor.wrap(shape, values);
    }

    public static Weights weights(Object... namesAndTensors) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTensors.length; i += 2) {
            tensors.put((String) namesAndTensors[i], (Tensor) namesAndTensors[i + 1]);
        }
        return Weights.of(tensors);
    }

    public static Tensor run(KerasModel model, Tensor... inputs) {
        return new PureJavaEngine()
                .plan(model)
                .openSession()
                .predict(List.of(inputs))
                .get(0);
    }
}
