package io.github.keras4j.model;

/**
 * A layer that keras4j does not run: a Lambda, a custom layer, an unknown option. The model can still be inspected, and
 * every engine refuses it by name.
 *
 * @param reason why, and what to do, as one sentence
 */
public record Unknown(LayerInfo info, String reason) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.unknown(this);
    }
}
