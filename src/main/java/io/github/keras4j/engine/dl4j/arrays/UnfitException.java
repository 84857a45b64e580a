package io.github.keras4j.engine.dl4j.arrays;

/** What a layer is called on does not fit it; the message says how. Caught where the layer's name is known. */
public final class UnfitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what does not fit, as a part of a sentence */
    public UnfitException(String message) {
        super(message);
    }
}
