package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Value;
import java.util.Map;

/**
 * Weights as values, by path: {@code kernel}, {@code forward/kernel}.
 *
 * @param all every one
 * @param prefix of those of the layer at hand, ends with a slash or is empty
 */
public record Parameters(Map<String, Value> all, String prefix) {
    /** The weight of that name. */
    public Value get(String name) {
        Value value = all.get(prefix + name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "No weight of that name. Received: " + prefix + name + "; known are " + all.keySet());
        }
        return value;
    }

    /** Whether there is a weight of that name. */
    public boolean has(String name) {
        return all.containsKey(prefix + name);
    }

    /** Those of an inner layer. */
    public Parameters child(String name) {
        return new Parameters(all, prefix + name + "/");
    }
}
