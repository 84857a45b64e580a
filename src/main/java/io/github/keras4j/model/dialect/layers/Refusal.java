package io.github.keras4j.model.dialect.layers;

/** A layer that can't be read as what it is called; becomes an Unknown layer with this reason. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Refusal(String reason) {
        super(reason, null, false, false);
    }

    /** The same, of that layer, where nobody can put an Unknown in its place. */
    public Refusal of(String layer) {
        return new Refusal("layer '" + layer + "': " + reason());
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
