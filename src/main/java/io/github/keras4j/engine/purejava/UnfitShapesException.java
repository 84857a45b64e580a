package io.github.keras4j.engine.purejava;

import io.github.keras4j.errors.InputException;

/** A layer does not take the shapes that reach it; found when a model is bound to the shapes of its inputs. */
final class UnfitShapesException extends InputException {
    private static final long serialVersionUID = 1L;

    private final String layer;
    private final String className;
    private final String reason;

    /** @param reason what it takes, and what it was given */
    UnfitShapesException(String layer, String className, String reason) {
        super("layer '" + layer + "' (" + className + "): " + reason);
        this.layer = layer;
        this.className = className;
        this.reason = reason;
    }

    String layer() {
        return layer;
    }

    String className() {
        return className;
    }

    String reason() {
        return reason;
    }
}
