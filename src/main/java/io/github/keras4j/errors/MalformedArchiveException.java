package io.github.keras4j.errors;

/** A model's file that can't be read: not HDF5, cut off, without a configuration, with a weight missing. */
public final class MalformedArchiveException extends ModelException {
    private static final long serialVersionUID = 1L;

    /**
     * A file that can't be read.
     *
     * @param message what is wrong, where, and what was received
     */
    public MalformedArchiveException(String message) {
        super(message);
    }

    /**
     * A file that can't be read, since something failed.
     *
     * @param message what is wrong, where, and what was received
     * @param cause what failed
     */
    public MalformedArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
