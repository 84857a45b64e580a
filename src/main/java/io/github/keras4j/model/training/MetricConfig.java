package io.github.keras4j.model.training;

import tools.jackson.databind.JsonNode;

/**
 * A metric that a model was compiled with.
 *
 * @param name the function or class as stored: {@code mse}, {@code BinaryAccuracy}
 * @param isClass whether it is one of Keras's classes, with options of its own
 * @param label what the logs call it
 * @param options the stored configuration: {@code threshold}, {@code k} and the like
 * @param weighted whether sample weights count in it
 */
public record MetricConfig(String name, boolean isClass, String label, JsonNode options, boolean weighted) {
    /** {@return its name and its options, as a message shows them} */
    @Override
    public String toString() {
        return name + (options.isEmpty() ? "" : " " + options);
    }

    /** The name without case and underscores, which Keras's functions and classes share. */
    public String key() {
        return KerasNames.key(name);
    }
}
