package io.github.keras4j.engine.purejava.values;

/**
 * Thrown while compiling, for a layer or option that this engine does not run. The compiler turns it into a refusal.
 */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param reason what is missing, with what was received */
    public RefusedException(String reason) {
        super(reason);
    }
}
