package io.github.keras4j.errors;

/** A fixture, recipe or input that can't be read or breaks its contract. */
public final class FixtureException extends Keras4jException {
    private static final long serialVersionUID = 1L;

    public FixtureException(String message) {
        super(message);
    }

    public FixtureException(String message, Throwable cause) {
        super(message, cause);
    }
}
