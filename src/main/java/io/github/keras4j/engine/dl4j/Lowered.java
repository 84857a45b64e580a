package io.github.keras4j.engine.dl4j;

import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.TensorRef;
import java.util.Map;

/**
 * A model rewritten into what DL4J's importer reads right: no nesting, one layer per call, safe names.
 *
 * @param model what is imported
 * @param own the configurations of the layers that are keras4j's own in DL4J, by name
 * @param chain whether it is a chain of layers, which DL4J holds as a MultiLayerNetwork
 * @param paths of the model's layers that have weights, by the names of keras4j's own
 * @param places where each tensor of the original's top level is found in it, where it is
 */
record Lowered(
        KerasModel model,
        Map<String, Map<String, Object>> own,
        boolean chain,
        Map<String, String> paths,
        Map<TensorRef, TensorRef> places) {
    /** The name of the lowered layer that gives a tensor of the original's; "" where none does. */
    String layerOf(TensorRef original) {
        TensorRef place = places.get(original);
        return place == null ? "" : model.network().node(place).layer().name();
    }
}
