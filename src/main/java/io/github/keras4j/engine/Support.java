package io.github.keras4j.engine;

import java.util.List;

/**
 * Whether an engine runs a model, and if not, why.
 *
 * @param refusals every layer that it does not run; empty means yes
 */
public record Support(List<Refusal> refusals) {
    /** Yes: the engine runs every layer. */
    public static final Support YES = new Support(List.of());

    /** The refusals are copied. */
    public Support {
        refusals = List.copyOf(refusals);
    }

    /** No, for a reason that is not about a layer. */
    public static Support no(String reason) {
        return new Support(List.of(new Refusal("", "", reason)));
    }

    /** {@return whether the engine runs the model} */
    public boolean isYes() {
        return refusals.isEmpty();
    }

    /**
     * One layer that an engine does not run.
     *
     * @param layer its name; empty where the reason is not a layer's
     * @param className Keras's class; empty where the reason is not a layer's
     * @param reason what is missing, with what was received: {@code "go_backwards is never read by DL4J. Received:
     *     go_backwards=true"}
     */
    public record Refusal(String layer, String className, String reason) {
        @Override
        public String toString() {
            return layer.isEmpty() ? reason : "layer '" + layer + "' (" + className + "): " + reason;
        }
    }
}
