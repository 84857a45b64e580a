package io.github.keras4j.engine.purejava.values;

/** A layer can't take these inputs. The message lacks the layer's name, which the caller adds. */
public final class BindException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BindException(String reason) {
        super(reason);
    }
}
