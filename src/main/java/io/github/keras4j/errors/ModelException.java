package io.github.keras4j.errors;

/** The model is at fault, not the caller's data: its file can't be read, or no chosen engine runs one of its layers. */
public class ModelException extends Keras4jException {
    private static final long serialVersionUID = 1L;

    /**
     * Something about a model's file.
     *
     * @param message the place or layer, what was received and what to do
     */
    public ModelException(String message) {
        super(message);
    }

    /**
     * The same, with its cause.
     *
     * @param message the place or layer, what was received and what to do
     * @param cause what failed
     */
    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
