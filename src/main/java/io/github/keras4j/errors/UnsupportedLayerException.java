package io.github.keras4j.errors;

/** A model with layers that no chosen engine runs; the message names all of them at once. */
public final class UnsupportedLayerException extends ModelException {
    private static final long serialVersionUID = 1L;

    /**
     * Layers that no chosen engine runs.
     *
     * @param message all of them, each with the reason
     */
    public UnsupportedLayerException(String message) {
        super(message);
    }
}
