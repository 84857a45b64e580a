package io.github.keras4j;

import io.github.keras4j.custom.CustomLayerProvider;
import io.github.keras4j.custom.CustomLayers;
import io.github.keras4j.engine.EngineChoice;

/**
 * How a model is opened.
 *
 * @param engine which engine runs it
 * @param crossCheck whether a model on {@code dl4j} is first asked a few sampled inputs and refused if {@code
 *     purejava}, where it supports the model, answers otherwise
 * @param customLayers who has Java code for Lambdas and custom layers, before those that are on the class path
 */
public record LoadOptions(EngineChoice engine, boolean crossCheck, CustomLayers customLayers) {
    /** {@link EngineChoice#AUTO}, with the cross-check. */
    public static final LoadOptions DEFAULT = new LoadOptions(EngineChoice.AUTO, true, CustomLayers.INSTALLED);

    /** With the code for custom layers that is on the class path alone. */
    public LoadOptions(EngineChoice engine, boolean crossCheck) {
        this(engine, crossCheck, CustomLayers.INSTALLED);
    }

    /**
     * {@return the same on another engine}
     *
     * @param other what runs the model
     */
    public LoadOptions withEngine(EngineChoice other) {
        return new LoadOptions(other, crossCheck, customLayers);
    }

    /**
     * {@return the same with code for Lambdas or custom layers}
     *
     * @param provider asked after those that were given before
     */
    public LoadOptions withCustomLayers(CustomLayerProvider provider) {
        return new LoadOptions(engine, crossCheck, customLayers.with(provider));
    }
}
