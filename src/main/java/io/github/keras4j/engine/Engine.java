package io.github.keras4j.engine;

import io.github.keras4j.model.KerasModel;
import java.util.Optional;

/** A way to run a canonical model. Stateless and thread-safe. */
public interface Engine {
    /** As {@code --engine} takes it: {@code dl4j}, {@code purejava}. */
    String name();

    /**
     * If the engine's libraries are not on the class path: what is missing and what to add; otherwise empty. Loads none
     * of them.
     */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /**
     * Whether this engine runs the model right, and if not, every reason. Runs nothing. To run the model call {@link
     * #compile} instead, which includes this check.
     */
    Support supports(KerasModel model);

    /** Makes the model ready to run, or says why it does not. */
    Compilation compile(KerasModel model);
}
