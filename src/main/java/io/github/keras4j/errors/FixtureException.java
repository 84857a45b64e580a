package io.github.keras4j.errors;

/** A fixture, recipe or input that can't be read or breaks its contract. */
public final class FixtureException extends Keras4jException {
    private static final long serialVersionUID = 1L;

    /**
     * A fixture that can't be used.
     *
     * @param message what is wrong, where, what was received and what to do
     */
    public FixtureException(String message) {
        super(message);
    }

    /**
     * A fixture that can't be used, since something failed.
     *
     * @param message what is wrong, where, what was received and what to do
     * @param cause what failed
     */
    public FixtureException(String message, Throwable cause) {
        super(message, cause);
    }
}
