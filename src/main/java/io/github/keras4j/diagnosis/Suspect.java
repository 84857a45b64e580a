package io.github.keras4j.diagnosis;

import io.github.keras4j.compare.Cause;
import io.github.keras4j.model.KerasModel;

/** A model with one thing changed, and what was changed. */
public record Suspect(Cause cause, KerasModel model) {}
