package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.archive.KerasArchive.ByPath;
import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Custom;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Preprocessing;
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
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Weights of {@code .keras} and {@code .weights.h5}: by the path of attributes that leads to them. Layers go by
 * their class in snake case, numbered in the order of the configuration. Versions number differently, and a file does
 * not say how: the first {@link Numbering} that accounts for every stored array, and gives every layer its own, is the
 * file's.
 */
public final class PathWeights {
    /** How layers of one class are told apart (keras/src/saving/saving_lib.py, _save_container_state). */
    private enum Numbering {
        /** Every layer counts, and none is shared with another model or wrapper. */
        EACH,
        /** Keras 3: every layer counts, also one that was saved before, whose arrays are not saved again. */
        SHARED_COUNTED,
        /** tf.keras 2.14 and 2.15: a layer that was saved before does not count. */
        SHARED_SKIPPED,
        /** tf.keras 2.13: a layer with weights stands twice among what it walks over, and counts twice. */
        WEIGHTED_TWICE
    }

    private final LayerFactory factory;
    private final StoredArrays arrays;
    private final Map<String, List<Tensor>> left;
    private final Numbering numbering;
    /** What was read so far, for layers that are saved once and stand in several places. */
    private final Map<Layer, Map<String, Tensor>> seen = new HashMap<>();

    private PathWeights(LayerFactory factory, ByPath stored, Numbering numbering) {
        this.factory = factory;
        this.arrays = new StoredArrays(factory);
        this.left = new LinkedHashMap<>(stored.paths());
        this.numbering = numbering;
    }

    /**
     * All weights of a network.
     *
     * @throws MalformedArchiveException when they are another model's, with the layer that lacks its own
     */
    public static Weights read(LayerFactory factory, ByPath stored, Network network) {
        MalformedArchiveException first = null;
        for (Numbering numbering : Numbering.values()) {
            try {
                return new PathWeights(factory, stored, numbering).read(network);
            } catch (MalformedArchiveException e) {
                first = first == null ? e : first;
            }
        }
        throw java.util.Objects.requireNonNull(first);
    }

    private Weights read(Network network) {
        WeightTree tree = new WeightTree();
        network(network, "", tree);
        left.keySet().removeIf(PathWeights::isNoWeight);
        if (!left.isEmpty() && !hasUnknown(network)) {
            throw new MalformedArchiveException(
                    "Weights belong to no layer of the configuration. Received: " + left.keySet()
                            + ". Either the two are not of one model, or this layout is not known here: save the whole model anew in the Keras that it is from.");
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
            List<Shape> inputs = Leaf.firstInputs(network, layer, shapes);
            boolean skipped = numbering == Numbering.SHARED_SKIPPED && seen.containsKey(layer);
            int number = skipped ? 0 : used.merge(name, 1, Integer::sum) - 1;
            String own = skipped ? "" : base + container + (number == 0 ? name : name + "_" + number);
            layer(layer, inputs, own, tree.child(layer.name()));
            if (numbering == Numbering.WEIGHTED_TWICE && hasWeights(layer, inputs)) {
                used.merge(name, 1, Integer::sum);
            }
        }
    }

    private boolean hasWeights(Layer layer, List<Shape> inputs) {
        return Leaf.of(layer, inputs, factory).stream()
                .anyMatch(leaf -> !leaf.slots().isEmpty());
    }

    private void layer(Layer layer, List<Shape> inputs, String path, WeightTree tree) {
        parts(layer, inputs, path, tree);
        seen.putIfAbsent(layer, Map.of());
    }

    private void parts(Layer layer, List<Shape> inputs, String path, WeightTree tree) {
        if (layer instanceof Wrapper.NestedModel nested) {
            if (layer.className().equals("SpectralNormalization")) {
                if (isSpectral(left.getOrDefault(path, List.of()), left.getOrDefault(path + "/layer", List.of()))) {
                    left.remove(path);
                }
                Layer inner = nested.network().layers().get(1);
                layer(inner, inputs, path + "/layer", tree.child(inner.name()));
            } else {
                network(nested.network(), path, tree);
            }
        } else if (layer instanceof Wrapper.TimeDistributed distributed) {
            layer(distributed.layer(), Shapes.ofStep(inputs), path + "/layer", tree.child("layer"));
        } else if (layer instanceof Wrapper.Bidirectional both) {
            String forward = left.keySet().stream().anyMatch(key -> key.startsWith(path + "/forward_layer"))
                    ? "/forward_layer"
                    : "/layer";
            if (shapes(path + "/layer").equals(shapes(path + "/forward_layer"))) {
                left.keySet().removeIf(key -> key.startsWith(path + "/layer/")); // tf.keras keeps the pattern as well
            }
            layer(both.forward(), inputs, path + forward, tree.child("forward"));
            layer(both.backward(), inputs, path + "/backward_layer", tree.child("backward"));
        } else if (StoredWords.lookup(layer).isPresent()) {
            StoredWords.take(layer, path, left, tree, factory.weightsOrigin());
        } else if (layer instanceof Preprocessing.Discretization) {
            left.remove(path); // tf.keras's summary, from which it makes nothing when it loads a .keras
        } else if (layer instanceof Unknown) {
            left.keySet().removeIf(key -> key.equals(path) || key.startsWith(path + "/"));
        } else if (layer instanceof Custom) {
            List<WeightSlot> slots = WeightSlots.of(layer, inputs);
            arrays.read(layer, slots, ofCustom(slots, path)).forEach(tree::put);
        } else {
            List<WeightSlot> slots = WeightSlots.of(layer, inputs);
            List<Tensor> stored = new ArrayList<>();
            for (String part : parts(layer, path)) {
                List<Tensor> found = left.remove(part);
                if (found != null) {
                    stored.addAll(found);
                }
            }
            if (stored.size() > slots.size()
                    && layer instanceof Recurrent recurrent
                    && recurrent.walk().stateful()) {
                stored = withoutStates(stored, slots.size());
            }
            boolean shared =
                    stored.isEmpty() && !slots.isEmpty() && numbering.name().startsWith("SHARED");
            Map<String, Tensor> read =
                    shared && seen.containsKey(layer) ? seen.get(layer) : arrays.read(layer, slots, stored);
            seen.put(layer, read);
            read.forEach(tree::put);
        }
    }

    /** The next array of each slot's own attribute; too many are left over, too few are found missing. */
    private List<Tensor> ofCustom(List<WeightSlot> slots, String path) {
        List<Tensor> stored = new ArrayList<>();
        Map<String, Integer> used = new HashMap<>();
        for (WeightSlot slot : slots) {
            int end = slot.path().lastIndexOf('/');
            String part = end < 0 ? path : path + "/" + slot.path().substring(0, end);
            List<Tensor> lying = left.getOrDefault(part, List.of());
            int next = used.merge(part, 1, Integer::sum);
            if (next <= lying.size()) {
                stored.add(lying.get(next - 1));
            }
        }
        used.forEach((part, count) -> {
            if (left.getOrDefault(part, List.of()).size() == count) {
                left.remove(part);
            }
        });
        return stored;
    }

    /** The vector that training iterates, (1, n), behind the inner layer's own kernel if Keras 3 tracks that twice. */
    private static boolean isSpectral(List<Tensor> stored, List<Tensor> inner) {
        if (stored.isEmpty() || stored.size() > 2) {
            return false;
        }
        Tensor vector = stored.get(stored.size() - 1);
        boolean again = stored.size() == 1 || !inner.isEmpty() && stored.get(0).equals(inner.get(0));
        return again && vector.shape().rank() == 2 && vector.shape().size(0) == 1;
    }

    /** The shapes of what is stored under a path and not read yet, by the rest of each path. */
    private Map<String, List<Shape>> shapes(String path) {
        Map<String, List<Shape>> shapes = new TreeMap<>();
        left.forEach((key, list) -> {
            if (key.startsWith(path + "/")) {
                shapes.put(
                        key.substring(path.length()),
                        list.stream().map(Tensor::shape).toList());
            }
        });
        return shapes;
    }

    /** The states of a stateful layer follow its weights: batches of units, so none is a bias or smaller. */
    private static List<Tensor> withoutStates(List<Tensor> stored, int weights) {
        boolean states = stored.subList(weights, stored.size()).stream()
                .allMatch(array -> array.shape().rank() >= 2);
        return states ? stored.subList(0, weights) : stored;
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
            for (String name : List.of("query", "key", "gate", "value", "output")) {
                parts.add(path + "/_" + name + "_dense");
                parts.add(path + "/" + name + "_dense");
            }
            return parts;
        }
        return List.of(path);
    }

    /** What a {@code .keras} calls a cell in a list: its class's name in small letters. */
    private static String cellName(Recurrent.Cell cell) {
        if (cell instanceof Recurrent.WrappedCell wrapped) {
            return wrapped.wrapper().name().toLowerCase(Locale.ROOT) + "_wrapper";
        }
        return cell instanceof Recurrent.LstmCell
                ? "lstm_cell"
                : cell instanceof Recurrent.GruCell
                        ? "gru_cell"
                        : cell instanceof Recurrent.SimpleCell ? "simple_rnn_cell" : "stacked_rnn_cells";
    }

    private static void cells(Recurrent.Cell cell, String path, List<String> parts) {
        if (cell instanceof Recurrent.WrappedCell wrapped) {
            cells(wrapped.cell(), path + "/wrapped_cell", parts); // a property by which tf.keras comes to it first
            return;
        }
        if (!(cell instanceof Recurrent.StackedCells stacked)) {
            parts.add(path);
            return;
        }
        Map<String, Integer> used = new HashMap<>();
        for (Recurrent.Cell inner : stacked.cells()) {
            String name = cellName(inner);
            int number = used.merge(name, 1, Integer::sum) - 1;
            cells(inner, path + "/cells/" + (number == 0 ? name : name + "_" + number), parts);
        }
    }
}
