package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.archive.KerasArchive.ByPath;
import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.dialect.graph.LayerFactory;
import io.github.keras4j.model.dialect.graph.Operations;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights of {@code .keras} and {@code .weights.h5}: by the path of attributes that leads to them. Layers go by
 * their class in snake case, numbered in the order of the configuration (keras/src/saving/saving_lib.py 3.15,
 * _save_container_state).
 */
public final class PathWeights {
    private final LayerFactory factory;
    private final StoredArrays arrays;
    private final Map<String, List<Tensor>> left;

    public PathWeights(LayerFactory factory, ByPath stored) {
        this.factory = factory;
        this.arrays = new StoredArrays(factory);
        this.left = new LinkedHashMap<>(stored.paths());
    }

    public Weights read(Network network) {
        WeightTree tree = new WeightTree();
        network(network, "", tree);
        left.keySet().removeIf(PathWeights::isNoWeight);
        if (!left.isEmpty() && !hasUnknown(network)) {
            throw new MalformedArchiveException("Weights belong to no layer of the configuration. Received: "
                    + left.keySet() + ". Configuration and weights are not of one model: save them together.");
        }
        return tree.build();
    }

    /** The optimizer's, metrics' and random generators' state. */
    private static boolean isNoWeight(String path) {
        return path.startsWith("optimizer")
                || path.endsWith("seed_generator")
                || path.contains("seed_generator/")
                || path.contains("_metrics")
                || path.startsWith("metrics")
                || path.contains("loss_tracker")
                || path.endsWith("random_generator")
                || path.contains("compiled_");
    }

    private static boolean hasUnknown(Network network) {
        return network.layers().stream()
                .anyMatch(layer -> layer instanceof Unknown
                        || (layer instanceof Wrapper.NestedModel nested && hasUnknown(nested.network()))
                        || (layer instanceof Wrapper.TimeDistributed distributed
                                && distributed.layer() instanceof Wrapper.NestedModel inner
                                && hasUnknown(inner.network())));
    }

    private void network(Network network, String path, WeightTree tree) {
        List<List<Shape>> shapes = Shapes.infer(network);
        Map<String, Integer> used = new HashMap<>();
        String base = path.isEmpty() ? "" : path + "/";
        // TensorFlow 2.12 and 2.13 write the attribute that they find first
        String container = left.keySet().stream().anyMatch(key -> key.startsWith(base + "layers/"))
                ? "layers/"
                : "_layer_checkpoint_dependencies/";
        for (Layer layer : factory.storedOrder(network)) {
            if (layer instanceof TensorOperation) {
                continue;
            }
            // Keras registers GroupedQueryAttention under the shorter name
            String name = layer.className().equals("GroupQueryAttention")
                    ? "grouped_query_attention"
                    : Operations.snakeCase(layer.className());
            int number = used.merge(name, 1, Integer::sum) - 1;
            String own = base + container + (number == 0 ? name : name + "_" + number);
            layer(layer, Leaf.firstInputs(network, layer, shapes), own, tree.child(layer.name()));
        }
    }

    private void layer(Layer layer, List<Shape> inputs, String path, WeightTree tree) {
        if (layer instanceof Wrapper.NestedModel nested) {
            if (layer.className().equals("SpectralNormalization")) {
                left.remove(path); // the vector that training iterates
                Layer inner = nested.network().layers().get(1);
                layer(inner, inputs, path + "/layer", tree.child(inner.name()));
            } else {
                network(nested.network(), path, tree);
            }
        } else if (layer instanceof Wrapper.TimeDistributed distributed) {
            List<Shape> inner = inputs.isEmpty() || inputs.get(0).rank() < 2
                    ? List.of()
                    : List.of(Shapes.withoutSteps(inputs.get(0)));
            layer(distributed.layer(), inner, path + "/layer", tree.child("layer"));
        } else if (layer instanceof Wrapper.Bidirectional both) {
            String forward = left.keySet().stream().anyMatch(key -> key.startsWith(path + "/forward_layer"))
                    ? "/forward_layer"
                    : "/layer";
            layer(both.forward(), inputs, path + forward, tree.child("forward"));
            layer(both.backward(), inputs, path + "/backward_layer", tree.child("backward"));
            left.keySet().removeIf(key -> key.startsWith(path + "/layer/")); // tf.keras keeps the pattern as well
        } else if (layer instanceof Unknown) {
            left.keySet().removeIf(key -> key.equals(path) || key.startsWith(path + "/"));
        } else {
            List<WeightSlot> slots = WeightSlots.of(layer, inputs);
            List<Tensor> stored = new ArrayList<>();
            for (String part : parts(layer, path)) {
                List<Tensor> found = left.remove(part);
                if (found != null) {
                    stored.addAll(found);
                }
            }
            if (stored.size() > slots.size() && layer instanceof Recurrent) {
                stored = stored.subList(0, slots.size()); // states of a stateful layer follow
            }
            arrays.read(layer, slots, stored).forEach(tree::put);
        }
    }

    /** Where the arrays of one layer lie, in the order of its weights. */
    private static List<String> parts(Layer layer, String path) {
        if (layer instanceof Recurrent.GenericRnn rnn) {
            List<String> parts = new ArrayList<>();
            cells(rnn.cell(), path + "/cell", parts);
            return parts;
        } else if (layer instanceof Recurrent) {
            return List.of(path + "/cell", path);
        } else if (layer instanceof Attentive.MultiHeadAttention || layer instanceof Attentive.GroupedQueryAttention) {
            List<String> parts = new ArrayList<>();
            for (String name : List.of("query", "key", "value", "output")) {
                parts.add(path + "/_" + name + "_dense");
                parts.add(path + "/" + name + "_dense");
            }
            return parts;
        }
        return List.of(path);
    }

    private static void cells(Recurrent.Cell cell, String path, List<String> parts) {
        if (!(cell instanceof Recurrent.StackedCells stacked)) {
            parts.add(path);
            return;
        }
        Map<String, Integer> used = new HashMap<>();
        for (Recurrent.Cell inner : stacked.cells()) {
            String name = inner instanceof Recurrent.LstmCell
                    ? "lstm_cell"
                    : inner instanceof Recurrent.GruCell
                            ? "gru_cell"
                            : inner instanceof Recurrent.SimpleCell ? "simple_rnn_cell" : "stacked_rnn_cells";
            int number = used.merge(name, 1, Integer::sum) - 1;
            cells(inner, path + "/cells/" + (number == 0 ? name : name + "_" + number), parts);
        }
    }
}
