package io.github.keras4j.engine.purejava;

/** What a layer can't do, without the layer's name, which the caller adds. */
final class BindException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BindException(String reason) {
        super(reason);
    }
}
