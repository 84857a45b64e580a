package io.github.keras4j.errors;

import java.util.Objects;

/**
 * Something that the user can mend: the message says what was received and what to do, and is printed without a
 * stack trace. Faults of keras4j's own are other exceptions.
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
     * Something that the user can mend, found by a failure.
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
