package io.github.keras4j.errors;

/** A library that is needed is not on the class path. The message has its Maven coordinates. */
public final class MissingLibraryException extends Keras4jException {
    private static final long serialVersionUID = 1L;

    /** @param message what needs it, what is missing, and what to add */
    public MissingLibraryException(String message) {
        super(message);
    }
}
