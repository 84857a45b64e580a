package io.github.keras4j.errors;

/** A model with layers that no chosen engine runs; the message names all of them at once. */
public final class UnsupportedLayerException extends Keras4jException {
    private static final long serialVersionUID = 1L;

    public UnsupportedLayerException(String message) {
        super(message);
    }
}
