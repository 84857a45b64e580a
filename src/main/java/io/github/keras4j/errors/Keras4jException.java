package io.github.keras4j.errors;

import java.util.Objects;

/**
 * An error that the user can fix. The message says what was received and what to do; the command line prints it without
 * a stack trace. Bugs of keras4j are other exceptions.
 */
public class Keras4jException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Something that the user can mend.
     *
     * @param message what was received and what to do
     */
    public Keras4jException(String message) {
        super(message);
    }

    /**
     * An error that the user can fix, with its cause.
     *
     * @param message what was received and what to do
     * @param cause what failed
     */
    public Keras4jException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNullElse(super.getMessage(), "no message");
    }
}
