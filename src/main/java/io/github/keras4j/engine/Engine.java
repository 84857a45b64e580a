package io.github.keras4j.engine;

import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.KerasModel;

/** A way to run a canonical model. Stateless and thread-safe. */
public interface Engine {
    /** As {@code --engine} takes it: {@code dl4j}, {@code purejava}. */
    String name();

    /** Whether this engine runs the model right, and if not, every reason. Cheap: runs nothing. */
    Support supports(KerasModel model);

    /**
     * Makes the model ready to run.
     *
     * @throws UnsupportedLayerException when {@link #supports} says no; the message has every refusal
     */
    Plan compile(KerasModel model);
}
