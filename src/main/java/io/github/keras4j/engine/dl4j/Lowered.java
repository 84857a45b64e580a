package io.github.keras4j.engine.dl4j;

import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.TensorRef;
import java.util.Map;

/**
 * A model rewritten into what DL4J's importer reads right: no nesting, one layer per call, safe names, nothing that
 * only looks at values in another shape at its ends.
 *
 * @param model what is imported
 * @param places where each tensor of the original's top level is found in it, where it is; it may have another
 *     shape there, with the same elements in the same order
 */
record Lowered(KerasModel model, Map<TensorRef, TensorRef> places) {
    /** The name of the lowered layer that gives a tensor of the original's; "" where none does. */
    String layerOf(TensorRef original) {
        TensorRef place = places.get(original);
        return place == null ? "" : model.network().node(place).layer().name();
    }
}
