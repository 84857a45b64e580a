package io.github.keras4j.engine.purejava.values;

/** While compiling: a layer or an option that this engine does not run. The compiler makes a refusal of it. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param reason what is missing, with what was received */
    public RefusedException(String reason) {
        super(reason);
    }
}
