package io.github.keras4j.errors;

/** What the caller gave is not what the model takes: a shape, a length, a label, a column. The model is all right. */
public class InputException extends Keras4jException {
    private static final long serialVersionUID = 1L;

    /**
     * Something that the caller can mend.
     *
     * @param message where, what was received and what is taken
     */
    public InputException(String message) {
        super(message);
    }

    /**
     * The same, with its cause.
     *
     * @param message where, what was received and what is taken
     * @param cause what failed
     */
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
