package io.github.keras4j.engine;

/** A model made ready by an engine: immutable, shared by all threads. */
public interface Plan extends AutoCloseable {
    /** A session of one thread's, with states of its own, at zero. */
    Session openSession();

    /** Frees what the engine holds; sessions are closed before. */
    @Override
    default void close() {}
}
