package io.github.keras4j.errors;

/** Something was asked for that needs a library which is not on the class path; the message has its Maven coordinates. */
public final class MissingLibraryException extends Keras4jException {
    private static final long serialVersionUID = 1L;

    /** @param message what needs it, what is missing, and what to add */
    public MissingLibraryException(String message) {
        super(message);
    }
}
