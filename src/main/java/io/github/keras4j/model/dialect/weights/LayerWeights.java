package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.archive.KerasArchive.ByLayer;
import io.github.keras4j.archive.KerasArchive.NamedArray;
import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.dialect.graph.LayerFactory;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights of files that keep them by top-level layer. By name where every layer with weights has a group of its
 * name, else in order, as Keras itself loads (load_weights_from_hdf5_group).
 */
public final class LayerWeights {
    private final LayerFactory factory;
    private final StoredArrays arrays;

    public LayerWeights(LayerFactory factory) {
        this.factory = factory;
        this.arrays = new StoredArrays(factory);
    }

    public Weights read(Network network, ByLayer stored) {
        Map<String, List<NamedArray>> groups = new LinkedHashMap<>();
        stored.layers().forEach((name, list) -> {
            if (!list.isEmpty()) {
                groups.put(name, list);
            }
        });
        WeightTree tree = new WeightTree();
        factory.storedOrder(network).forEach(layer -> StoredWords.take(layer, groups, tree, factory.weightsOrigin()));
        List<List<Shape>> shapes = Shapes.infer(network);
        List<Layer> layers = new ArrayList<>();
        List<List<Leaf>> wanted = new ArrayList<>();
        for (Layer layer : factory.storedOrder(network)) {
            List<Leaf> leaves = Leaf.of(layer, Leaf.firstInputs(network, layer, shapes), factory);
            if (leaves.stream()
                    .anyMatch(leaf ->
                            leaf.layer() instanceof Unknown || !leaf.slots().isEmpty())) {
                layers.add(layer);
                wanted.add(leaves);
            }
        }
        boolean byName = true;
        for (int i = 0; i < layers.size(); i++) {
            byName &= groups.containsKey(layers.get(i).name()) || mayHaveNone(wanted.get(i));
        }
        if (!byName && layers.size() != groups.size()) {
            throw new MalformedArchiveException("The weights are of another model. Received: weights of "
                    + groups.keySet() + "; the configuration's layers with weights are "
                    + layers.stream().map(Layer::name).toList() + ".");
        }
        List<String> names = new ArrayList<>(groups.keySet());
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            List<NamedArray> group = byName ? groups.remove(layer.name()) : groups.remove(names.get(i));
            List<NamedArray> own = group == null ? List.of() : withoutOthers(layer, wanted.get(i), group, stored);
            fill(layer, wanted.get(i), own, tree.child(layer.name()));
        }
        if (!groups.isEmpty()) {
            throw new MalformedArchiveException(
                    "Weights belong to no layer of the configuration. Received: " + groups.keySet()
                            + ". Either the two are not of one model, or this layout is not known here: save the whole model anew in the Keras that it is from.");
        }
        return tree.build();
    }

    /**
     * Keras 2's Bidirectional copies the layer that it is given without its lists (copy.copy, keras/layers/wrappers.py
     * 2.2.4). A layer that is called by itself too then also lists the copy's arrays, and the copy the layer's. Each array
     * is named for the layer that made it.
     */
    private static List<NamedArray> withoutOthers(
            Layer layer, List<Leaf> leaves, List<NamedArray> group, ByLayer stored) {
        int wanted = leaves.stream().mapToInt(leaf -> leaf.slots().size()).sum();
        if (group.size() <= wanted) {
            return group;
        }
        List<NamedArray> own = group.stream()
                .filter(array -> {
                    String maker =
                            array.name().substring(0, Math.max(0, array.name().indexOf('/')));
                    return maker.equals(layer.name()) || !stored.layers().containsKey(maker);
                })
                .toList();
        return own.size() == wanted ? own : group;
    }

    /** What an unknown layer stores is unknown. */
    private static boolean mayHaveNone(List<Leaf> leaves) {
        return leaves.stream()
                .allMatch(
                        leaf -> leaf.layer() instanceof Unknown || leaf.slots().isEmpty());
    }

    /** The vector that training iterates; tf.keras calls it sn_u or vector_u. */
    private static boolean isSpectralVector(NamedArray array) {
        Shape shape = array.value().shape();
        return (array.name().contains("vector_u") || array.name().contains("sn_u"))
                && shape.rank() == 2
                && shape.size(0) == 1;
    }

    private void fill(Layer layer, List<Leaf> leaves, List<NamedArray> group, WeightTree tree) {
        if (leaves.stream().anyMatch(leaf -> leaf.layer() instanceof Unknown)) {
            // what an unknown layer stores can't be told from the rest; no engine runs such a model
            group.forEach(array -> tree.child("stored").put(array.name().replace('/', '.'), array.value()));
            return;
        }
        List<NamedArray> used = layer.className().equals("SpectralNormalization")
                ? group.stream().filter(array -> !isSpectralVector(array)).toList()
                : group;
        List<List<Tensor>> parts = NestedOrder.split(layer, leaves, used, arrays);
        for (int i = 0; i < leaves.size(); i++) {
            Leaf leaf = leaves.get(i);
            WeightTree own = leaf.in(tree);
            arrays.read(leaf.layer(), leaf.slots(), parts.get(i)).forEach(own::put);
        }
    }
}
