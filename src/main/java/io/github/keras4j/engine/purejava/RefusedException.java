package io.github.keras4j.engine.purejava;

/** While compiling: a layer or an option that this engine does not run. The compiler makes a refusal of it. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param reason what is missing, with what was received */
    RefusedException(String reason) {
        super(reason);
    }
}
