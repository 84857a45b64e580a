package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** Makes the layers inside a wrapper; the wrapper's reader knows no more of how layers are made. */
public interface InnerLayers {
    /**
     * The layer as first called with inputs of these shapes.
     *
     * @param inputs empty where they can't be told
     * @throws Refusal when keras4j does not run it
     */
    Layer inner(LayerSpec spec, List<Shape> inputs);

    /** A model of these layers, one after the other, in the place of what wraps them. */
    Layer chain(LayerInfo info, List<LayerSpec> inner, Shape input);

    /**
     * Within a nested model, whether what the outermost is called on has a known batch size, since its layers are
     * called on the outer tensors then (keras/engine/network.py 2.2.4, run_internal_graph); empty outside.
     */
    Optional<Boolean> outerBatchIsFixed();

    /** What the stored weights tell of options that the configuration leaves out. */
    StoredHints hints();
}
