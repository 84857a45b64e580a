package io.github.keras4j.diagnosis;

import io.github.keras4j.compare.Cause;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Weights;

/** A layer with one thing changed. */
record Variant(Cause.Kind kind, String change, Layer layer, Weights weights) {}
