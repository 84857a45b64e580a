package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.model.training.Loss;

/**
 * The loss of an output.
 *
 * @param loss which
 * @param fromLogits whether it takes what stands before the head's activation
 */
public record HeadNotes(Loss loss, boolean fromLogits) {}
