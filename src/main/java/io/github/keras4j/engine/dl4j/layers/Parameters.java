package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Value;
import java.util.Map;

/**
 * Weights as values, by path: {@code kernel}, {@code forward/kernel}.
 *
 * @param all every one
 * @param prefix of those of the layer at hand, ends with a slash or is empty
 * @param slopes how activations are shaped where they are trained
 */
public record Parameters(Map<String, Value> all, String prefix, Slopes slopes) {
    /**
     * What a Keras's backend does otherwise than the formula.
     *
     * @param cutsSigmoid the sigmoid is 1 or 0, and its slope 0, from some size on (theano/tensor/nnet/sigm.py)
     * @param halvesReluAtZero relu's slope at 0 is the mean of both sides': Theano's 0.5 (x + |x|)
     */
    public record Slopes(boolean cutsSigmoid, boolean halvesReluAtZero) {
        /** By the formula. */
        public static final Slopes PLAIN = new Slopes(false, false);
    }

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
        return new Parameters(all, prefix + name + "/", slopes);
    }
}
