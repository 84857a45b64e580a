package io.github.keras4j.archive;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an HDF5 file is that holds no model's weights, and what to do with it. */
final class Hdf5Kind {
    private static final int SHOWN = 5;

    private Hdf5Kind() {}

    /** {@code what it holds. What to do.} */
    static String says(Group root) {
        Map<String, Node> children = new TreeMap<>(root.getChildren());
        if (children.isEmpty()) {
            return "the HDF5 file is empty. Save the model with model.save('model.h5').";
        }
        List<String> models = children.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Group inner && isModel(inner))
                .map(Map.Entry::getKey)
                .toList();
        if (!models.isEmpty()) {
            return "the HDF5 file holds models in groups. Received: " + shown(models)
                    + ". Save each with model.save() into a file of its own.";
        }
        if (children.containsKey("optimizer_weights") || children.containsKey("optimizer")) {
            return "the HDF5 file holds an optimizer's state and no model. Received: " + shown(children.keySet())
                    + ". Save the model with model.save('model.h5').";
        }
        String held = children.entrySet().stream()
                .limit(SHOWN)
                .map(entry -> entry.getKey() + of(entry.getValue()))
                .collect(Collectors.joining(", "));
        return "the HDF5 file holds data and no Keras model. Received: " + held
                + (children.size() > SHOWN ? ", ..." : "")
                + ". Give the model's file, which model.save() or model.save_weights() wrote.";
    }

    private static boolean isModel(Group group) {
        return List.of("model_config", "layer_names").stream().anyMatch(name -> group.getAttribute(name) != null)
                || group.getChildren().get("model_weights") instanceof Group;
    }

    private static String of(Node node) {
        return node instanceof Dataset dataset
                ? " of shape " + java.util.Arrays.toString(dataset.getDimensions())
                : " (a group)";
    }

    private static String shown(java.util.Collection<String> names) {
        return names.stream().limit(SHOWN).collect(Collectors.joining(", ")) + (names.size() > SHOWN ? ", ..." : "");
    }
}
