package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.archive.KerasArchive.ByLayer;
import io.github.keras4j.archive.KerasArchive.NamedArray;
import io.github.keras4j.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What the rest of a file tells of options that a layer's own configuration leaves out.
 *
 * @param arrays the stored arrays of top-level layers, where they lie by layer
 * @param narrowIntegers whether any tensor or layer is of an integer type of less than 32 bits
 * @param dimOrderings every {@code dim_ordering} that any layer of the model states
 */
public record StoredHints(Map<String, List<Tensor>> arrays, Set<String> dimOrderings, boolean narrowIntegers) {
    private static final Set<String> NARROW = Set.of("int8", "uint8", "int16", "uint16");

    public static StoredHints of(KerasArchive archive) {
        Map<String, List<Tensor>> arrays = new HashMap<>();
        if (archive.weights() instanceof ByLayer byLayer) {
            byLayer.layers()
                    .forEach((name, list) -> arrays.put(
                            name, list.stream().map(NamedArray::value).toList()));
        }
        Set<String> orderings = new HashSet<>();
        for (JsonNode ordering : archive.config().findValues("dim_ordering")) {
            orderings.add(ordering.asString(""));
        }
        boolean narrow =
                archive.config().findValues("dtype").stream().anyMatch(dtype -> NARROW.contains(dtype.asString("")));
        return new StoredHints(arrays, orderings, narrow);
    }

    /** Whether arrays lie by layer, as in an .h5 of a whole model. */
    boolean areByLayer() {
        return !arrays.isEmpty();
    }

    public List<Tensor> arrays(String layer) {
        return arrays.getOrDefault(layer, List.of());
    }
}
