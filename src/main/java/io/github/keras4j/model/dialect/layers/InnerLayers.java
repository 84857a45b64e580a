package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.tensor.Shape;
import java.util.List;

/** Makes the layers inside a wrapper; the wrapper's reader knows no more of how layers are made. */
public interface InnerLayers {
    /**
     * The layer as first called with inputs of these shapes.
     *
     * @param inputs empty where they can't be told
     * @throws Refusal when keras4j does not run it
     */
    Layer inner(LayerSpec spec, List<Shape> inputs);

    /** A model of that one layer, in the place of what wraps it. */
    Layer alone(LayerInfo info, LayerSpec inner, Shape input);

    /** What the stored weights tell of options that the configuration leaves out. */
    StoredHints hints();
}
