package io.github.keras4j;

import io.github.keras4j.engine.EngineChoice;

/**
 * How a model is opened.
 *
 * @param engine which engine runs it
 * @param crossCheck whether a model on {@code dl4j} is first asked a few sampled inputs and refused if {@code
 *     purejava}, where it supports the model, answers otherwise
 */
public record LoadOptions(EngineChoice engine, boolean crossCheck) {
    /** {@link EngineChoice#AUTO}, with the cross-check. */
    public static final LoadOptions DEFAULT = new LoadOptions(EngineChoice.AUTO, true);

    /**
     * {@return the same on another engine}
     *
     * @param other what runs the model
     */
    public LoadOptions withEngine(EngineChoice other) {
        return new LoadOptions(other, crossCheck);
    }
}
