package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;

/** Reads one Keras class's options. */
public interface Reader {
    /** @throws Refusal when an option has a value that keras4j does not run */
    Layer read(LayerInfo info, Options options, Scope scope);
}
