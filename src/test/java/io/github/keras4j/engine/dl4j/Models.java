package io.github.keras4j.engine.dl4j;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Provenance;
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

/** Small models of random weights, by hand. */
final class Models {
    private final Random random;
    private final List<Layer> layers = new ArrayList<>();
    private final Map<String, Weights> weights = new LinkedHashMap<>();

    Models(int seed) {
        random = new Random(seed);
    }

    static Models of(int seed, Shape input) {
        Models models = new Models(seed);
        models.layers.add(new Core.InputLayer(LayerInfo.of("input", "InputLayer"), input, DType.FLOAT32));
        return models;
    }

    /** Adds a layer whose arrays are given as name, shape, name, shape, ... */
    Models add(Layer layer, Object... arrays) {
        layers.add(layer);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < arrays.length; i += 2) {
            tensors.put((String) arrays[i], random((Shape) arrays[i + 1]));
        }
        weights.put(layer.name(), Weights.of(tensors));
        return this;
    }

    Tensor random(Shape shape) {
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * 0.7f;
        }
        return Tensor.wrap(shape, values);
    }

    KerasModel chain() {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            nodes.add(new Node(layers.get(i), i == 0 ? List.of() : List.of(new TensorRef(i - 1, 0))));
        }
        Network network = new Network(
                "sequential_1",
                Network.Kind.SEQUENTIAL,
                nodes,
                List.of(new TensorRef(0, 0)),
                List.of(new TensorRef(layers.size() - 1, 0)));
        return new KerasModel(
                new Provenance(Generation.KERAS_2, "2.2.4", "tensorflow", "HDF5"),
                network,
                Weights.ofChildren(weights),
                Optional.empty());
    }
}
