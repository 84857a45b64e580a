package io.github.keras4j.engine;

import io.github.keras4j.tensor.Shape;
import java.util.List;

/** A model that an engine compiled: immutable, shared by all threads. */
public interface Plan extends AutoCloseable {
    /** Opens a session for one thread, with its own states, all zero. */
    Session openSession();

    /**
     * How many samples each part of a large batch should have if several threads answer it. The size of the whole batch
     * if one thread is as fast, or if samples depend on each other.
     *
     * @param inputs the batch's shapes
     * @param threads how many may work
     * @throws io.github.keras4j.errors.Keras4jException for shapes that the model does not take
     */
    default int share(List<Shape> inputs, int threads) {
        return Integer.MAX_VALUE;
    }

    /** Frees the engine's resources. Close the sessions first. */
    @Override
    default void close() {}
}
