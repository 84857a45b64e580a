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
 * @param threads how many threads may compute one call of {@code purejava}, the calling one among them. The default is 1: a
 *     service that answers many callers at once is fastest so. More pay for one caller and a large convolutional network or
 *     transformer. All models share the common {@link java.util.concurrent.ForkJoinPool}, and answers have the same bits
 */
public record LoadOptions(EngineChoice engine, boolean crossCheck, CustomLayers customLayers, int threads) {
    /** {@link EngineChoice#AUTO}, with the cross-check. */
    public static final LoadOptions DEFAULT = new LoadOptions(EngineChoice.AUTO, true, CustomLayers.INSTALLED, 1);

    /** @throws IllegalArgumentException for fewer threads than 1 */
    public LoadOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is at least 1. Received: " + threads);
        }
    }

    /** On the calling thread alone. */
    public LoadOptions(EngineChoice engine, boolean crossCheck, CustomLayers customLayers) {
        this(engine, crossCheck, customLayers, 1);
    }

    /** On the calling thread alone, with the code for custom layers that is on the class path. */
    public LoadOptions(EngineChoice engine, boolean crossCheck) {
        this(engine, crossCheck, CustomLayers.INSTALLED);
    }

    /**
     * {@return the same on another engine}
     *
     * @param other what runs the model
     */
    public LoadOptions withEngine(EngineChoice other) {
        return new LoadOptions(other, crossCheck, customLayers, threads);
    }

    /**
     * {@return the same with code for Lambdas or custom layers}
     *
     * @param provider asked after those that were given before
     */
    public LoadOptions withCustomLayers(CustomLayerProvider provider) {
        return new LoadOptions(engine, crossCheck, customLayers.with(provider), threads);
    }

    /**
     * {@return the same on so many threads}
     *
     * @param count how many compute one call at most, the calling one among them; at least 1
     */
    public LoadOptions withThreads(int count) {
        return new LoadOptions(engine, crossCheck, customLayers, count);
    }
}
