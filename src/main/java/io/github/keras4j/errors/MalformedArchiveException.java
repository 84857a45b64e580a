package io.github.keras4j.errors;

/** A model's file that can't be read: not HDF5, cut off, without a configuration, with a weight missing. */
public final class MalformedArchiveException extends Keras4jException {
    private static final long serialVersionUID = 1L;

    public MalformedArchiveException(String message) {
        super(message);
    }

    public MalformedArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
