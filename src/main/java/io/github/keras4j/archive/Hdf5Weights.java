package io.github.keras4j.archive;

import io.github.keras4j.archive.KerasArchive.ByLayer;
import io.github.keras4j.archive.KerasArchive.ByPath;
import io.github.keras4j.archive.KerasArchive.NamedArray;
import io.github.keras4j.archive.KerasArchive.StoredWeights;
import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.tensor.Tensor;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The two ways in which Keras lays weights into an HDF5 file. */
final class Hdf5Weights {
    private static final int MAX_DEPTH = 64;

    private Hdf5Weights() {}

    /** Empty when the file holds no weights in either layout. */
    static Optional<StoredWeights> read(Group root, Hdf5Arrays from) {
        Group top = root.getChildren().get("model_weights") instanceof Group inner ? inner : root;
        Optional<List<String>> layers = Hdf5.chunkedStrings(top, "layer_names");
        if (layers.isPresent()) {
            return Optional.of(byLayer(top, layers.get(), from));
        }
        if (root.getAttribute("nb_layers") != null) {
            return Optional.of(numbered(root, from));
        }
        Map<String, List<Tensor>> paths = new TreeMap<>();
        collect(root, "", paths, from, 0);
        return paths.isEmpty() ? Optional.empty() : Optional.of(new ByPath(new LinkedHashMap<>(paths)));
    }

    /** Whether nothing but an optimizer's state is there. */
    static boolean isOptimizer(StoredWeights weights) {
        return weights instanceof ByPath byPath
                && byPath.paths().keySet().stream().allMatch(path -> path.matches("optimizer(/.*)?"));
    }

    /** The optimizer's variables of a whole-model file, in the order of its attribute {@code weight_names}. */
    static Map<String, Tensor> optimizer(Group root, Hdf5Arrays from) {
        Map<String, Tensor> found = new LinkedHashMap<>();
        for (String name : List.of(KerasArchive.OPTIMIZER, KerasArchive.OPTIMIZER_ASIDE)) {
            if (root.getChildren().get(name) instanceof Group group) {
                for (NamedArray array : arrays(group, name, from)) {
                    found.put(array.name(), array.value());
                }
                break;
            }
        }
        return found;
    }

    /**
     * Keras 0.3's layout, which names no layer and which Keras 1 reads in the order of its own layers
     * (keras/engine/topology.py 1.0.6, load_weights_from_hdf5_group): {@code layer_0/param_0}, ...
     */
    private static ByLayer numbered(Group root, Hdf5Arrays from) {
        Map<String, List<NamedArray>> found = new LinkedHashMap<>();
        for (int layer = 0; root.getChildren().get("layer_" + layer) instanceof Group group; layer++) {
            List<NamedArray> arrays = new ArrayList<>();
            for (int i = 0; group.getChildren().get("param_" + i) instanceof Dataset dataset; i++) {
                arrays.add(new NamedArray("param_" + i, from.tensor(dataset)));
            }
            if (arrays.size() != group.getChildren().size()) {
                throw new MalformedArchiveException("The weights of layer_" + layer
                        + " are not all there: its arrays are param_0 on. Received: "
                        + group.getChildren().keySet() + ". Save the weights again.");
            }
            found.put("layer_" + layer, arrays);
        }
        if (found.size() != root.getChildren().size()) {
            throw new MalformedArchiveException("The layers are not all there: they are layer_0 on. Received: "
                    + root.getChildren().keySet() + ". Save the weights again.");
        }
        return new ByLayer(found);
    }

    private static ByLayer byLayer(Group top, List<String> layers, Hdf5Arrays from) {
        Map<String, List<NamedArray>> found = new LinkedHashMap<>();
        for (String layer : layers) {
            if (found.containsKey(layer)) {
                throw new MalformedArchiveException(
                        "'layer_names' lists a layer twice. Received: '" + layer + "'. Save the model again.");
            }
            Node node = Hdf5.find(top, layer)
                    .orElseThrow(
                            () -> new MalformedArchiveException(
                                    "The weights of layer '" + layer
                                            + "' are missing: 'layer_names' lists it, and no group has its name. Save the model again."));
            if (!(node instanceof Group group)) {
                throw new MalformedArchiveException(
                        "'" + layer + "' is a dataset where a layer's group belongs. Save the model again.");
            }
            found.put(layer, arrays(group, layer, from));
        }
        return new ByLayer(found);
    }

    private static List<NamedArray> arrays(Group group, String owner, Hdf5Arrays from) {
        List<NamedArray> arrays = new ArrayList<>();
        for (String name : Hdf5.chunkedStrings(group, "weight_names").orElse(List.of())) {
            Node node = Hdf5.find(group, name)
                    .orElseThrow(() -> new MalformedArchiveException("Weight '" + name + "' of '" + owner
                            + "' is missing: 'weight_names' lists it, and no dataset has its name."
                            + " Save the model again."));
            if (!(node instanceof Dataset dataset)) {
                throw new MalformedArchiveException(
                        "Weight '" + name + "' of '" + owner + "' is a group, not a dataset. Save the model again.");
            }
            arrays.add(new NamedArray(name, from.tensor(dataset)));
        }
        return arrays;
    }

    private static void collect(Group group, String path, Map<String, List<Tensor>> paths, Hdf5Arrays from, int depth) {
        from.group(path);
        if (depth > MAX_DEPTH) {
            throw new MalformedArchiveException(
                    "Groups are nested deeper than " + MAX_DEPTH + " at '" + path + "'. The file is damaged.");
        }
        group.getChildren().forEach((name, node) -> {
            if (name.equals("vars") && node instanceof Group vars) {
                List<Tensor> tensors = vars(vars, from);
                if (!tensors.isEmpty()) {
                    paths.put(path, tensors);
                }
            } else if (node instanceof Group inner) {
                collect(inner, path.isEmpty() ? name : path + "/" + name, paths, from, depth + 1);
            }
        });
    }

    /**
     * Datasets "0", "1", ... in the order of their numbers (HDF5 lists "10" before "2"). A lookup layer names its only
     * one (layers/preprocessing/index_lookup.py 3.15 and 2.15, save_own_variables).
     */
    private static List<Tensor> vars(Group vars, Hdf5Arrays from) {
        if (vars.getChildren().size() == 1 && vars.getChildren().get("idf_weights") instanceof Dataset only) {
            return List.of(from.tensor(only));
        }
        Map<Integer, Dataset> numbered = new TreeMap<>();
        vars.getChildren().forEach((name, node) -> {
            if (!(node instanceof Dataset dataset) || !name.matches("\\d{1,9}")) {
                throw new MalformedArchiveException(
                        "'" + node.getPath() + "' is not a numbered weight. Quantized or custom weights are not read.");
            }
            numbered.put(Integer.parseInt(name), dataset);
        });
        return numbered.values().stream().map(dataset -> from.tensor(dataset)).toList();
    }
}
