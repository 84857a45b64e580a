package io.github.keras4j.model.dialect;

/** A layer that can't be read as what it is called; becomes an Unknown layer with this reason. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
