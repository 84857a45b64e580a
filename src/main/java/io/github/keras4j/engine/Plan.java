package io.github.keras4j.engine;

import io.github.keras4j.tensor.Shape;
import java.util.List;

/** A model made ready by an engine: immutable, shared by all threads. */
public interface Plan extends AutoCloseable {
    /** A session of one thread's, with states of its own, at zero. */
    Session openSession();

    /**
     * How many samples each part of a large batch should have when threads answer it side by side; the whole batch's
     * number where one thread is as fast, or samples depend on each other.
     *
     * @param inputs the batch's shapes
     * @param threads how many may work
     * @throws io.github.keras4j.errors.Keras4jException for shapes that the model does not take
     */
    default int share(List<Shape> inputs, int threads) {
        return Integer.MAX_VALUE;
    }

    /** Frees what the engine holds; sessions are closed before. */
    @Override
    default void close() {}
}
