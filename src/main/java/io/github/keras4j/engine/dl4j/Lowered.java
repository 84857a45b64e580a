package io.github.keras4j.engine.dl4j;

import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.TensorRef;
import java.util.Map;

/**
 * A model rewritten into what DL4J's importer reads right: no nesting, one layer per call, safe names.
 *
 * @param model what is imported
 * @param places where each tensor of the original's top level is found in it
 */
record Lowered(KerasModel model, Map<TensorRef, TensorRef> places) {}
