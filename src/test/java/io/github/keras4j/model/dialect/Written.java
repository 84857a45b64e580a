package io.github.keras4j.model.dialect;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.custom.CustomLayers;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.dialect.graph.LayerFactory;
import io.github.keras4j.model.dialect.graph.NetworkReader;
import io.github.keras4j.model.dialect.layers.LayerSpec;
import io.github.keras4j.model.dialect.layers.Origin;
import io.github.keras4j.model.dialect.layers.StoredHints;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Configurations as one generation and backend writes them, read into canonical layers. */
enum Written {
    KERAS_1_0(Generation.KERAS_1, "1.0.6", "theano"),
    KERAS_1(Generation.KERAS_1, "1.2.2", "theano"),
    KERAS_2(Generation.KERAS_2, "2.2.4", "tensorflow"),
    KERAS_2_THEANO(Generation.KERAS_2, "2.2.4", "theano"),
    KERAS_2_3(Generation.KERAS_2_3, "2.3.1", "tensorflow"),
    TF_KERAS(Generation.TF_KERAS, "2.15.0", "tensorflow"),
    KERAS_3(Generation.KERAS_3, "3.15.1", "tensorflow");

    private final Origin origin;

    Written(Generation generation, String version, String backend) {
        origin = new Origin(generation, version, backend);
    }

    boolean onTheano() {
        return origin.isTheano();
    }

    boolean isKeras1() {
        return origin.isKeras1();
    }

    /** The layer on inputs of that shape; options in JSON with single quotes, -1 for an open size. */
    Layer layer(String className, String options, int... input) {
        return layer(origin, className, options, input);
    }

    static Layer layer(Origin origin, String className, String options, int... input) {
        int[] sizes = input.clone();
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = sizes[i] < 0 ? Shape.UNKNOWN : sizes[i];
        }
        LayerSpec spec = spec(className, options);
        return factory(origin).inner(spec, List.of(Shape.of(sizes)));
    }

    Network network(String className, String options) {
        return new NetworkReader(factory(origin)).read(spec(className, options), List.of());
    }

    /** A whole model's configuration. */
    Network network(JsonNode model) {
        return new NetworkReader(factory(origin)).read(LayerSpec.of(model), List.of());
    }

    /** The call of a recurrent layer on a sequence and its states. */
    Node withStates(String className) {
        String rnn = "'units': 2, 'name': 'rnn', 'trainable': true";
        Network network = network(
                "Functional",
                "'layers': [" + input("x", "[null, 4, 3]") + ", "
                        + input("h", "[null, 2]") + ", " + input("c", "[null, 2]")
                        + ", {'class_name': '" + className
                        + "', 'name': 'rnn', 'config': {" + rnn + "}, 'inbound_nodes': [" + states() + "]}],"
                        + " 'input_layers': [['x', 0, 0], ['h', 0, 0], ['c', 0, 0]], 'output_layers': [['rnn', 0, 0]]");
        return network.node(network.outputs().get(0));
    }

    private String states() {
        return this == KERAS_3
                ? "{'args': [" + tensor("x") + "], 'kwargs': {'initial_state': [" + tensor("h") + ", " + tensor("c")
                        + "]}}"
                : "[['x', 0, 0, {}], ['h', 0, 0, {}], ['c', 0, 0, {}]]";
    }

    private static String tensor(String layer) {
        return "{'class_name': '__keras_tensor__', 'config': {'keras_history': ['" + layer + "', 0, 0]}}";
    }

    private static String input(String name, String shape) {
        return "{'class_name': 'InputLayer', 'name': '" + name + "', 'config': {'name': '" + name + "', 'batch_shape': "
                + shape + "}, 'inbound_nodes': []}";
    }

    private static LayerSpec spec(String className, String options) {
        String config = "{'class_name': '" + className + "', 'config': {'name': 'it'"
                + (options.isEmpty() ? "" : ", " + options) + "}}";
        return LayerSpec.of(JsonMapper.shared().readTree(config.replace('\'', '"')));
    }

    private static LayerFactory factory(Origin origin) {
        return new LayerFactory(origin, origin, StoredHints.of(new WithoutWeights(origin)), CustomLayers.INSTALLED);
    }

    /** A file that stores no weights. */
    private record WithoutWeights(Origin origin) implements KerasArchive {
        @Override
        public Path path() {
            return Path.of("test.h5");
        }

        @Override
        public String format() {
            return "HDF5";
        }

        @Override
        public String kerasVersion() {
            return origin.kerasVersion();
        }

        @Override
        public String backend() {
            return origin.backend();
        }

        @Override
        public String weightsVersion() {
            return origin.kerasVersion();
        }

        @Override
        public String weightsBackend() {
            return origin.backend();
        }

        @Override
        public JsonNode config() {
            return JsonMapper.shared().createObjectNode();
        }

        @Override
        public Optional<JsonNode> trainingConfig() {
            return Optional.empty();
        }

        @Override
        public StoredWeights weights() {
            return new ByLayer(Map.of());
        }

        @Override
        public Map<String, Tensor> optimizerWeights() {
            return Map.of();
        }
    }
}
