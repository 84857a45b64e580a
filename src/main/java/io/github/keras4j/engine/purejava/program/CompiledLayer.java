package io.github.keras4j.engine.purejava.program;

import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.List;

/** A layer with its weights in the kernels' layout: immutable, shared by all sessions. */
public interface CompiledLayer {
    /**
     * Adds the layer to a program for these inputs.
     *
     * @return its outputs, each with the mask that Keras passes on
     * @throws BindException for shapes that the layer can't take
     */
    List<Value> bind(Call call, Binding binding);

    /** Whether it takes values of strings. Whoever does not is refused them, so that none computes with their indices. */
    default boolean takesTexts() {
        return false;
    }
}
