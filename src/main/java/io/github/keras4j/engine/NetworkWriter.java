package io.github.keras4j.engine;

import io.github.keras4j.model.KerasModel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/** Writes a model as a network of another library, for that library's own programs. Found by {@code ServiceLoader}. */
public interface NetworkWriter {
    /** How its files' names end: {@code .zip}. */
    String extension();

    /** If the library is not on the class path: what is missing and what to add; otherwise empty. */
    Optional<String> missing();

    /**
     * Writes over what is there. The network is asked before.
     *
     * @throws io.github.keras4j.errors.UnsupportedLayerException if the library does not run the model right; the message
     *     has every layer and the reason
     */
    void write(KerasModel model, Path file);

    /** The writer of files that are named so; empty where there is none. */
    static Optional<NetworkWriter> of(Path file) {
        String name = file.toString().toLowerCase(java.util.Locale.ROOT);
        for (NetworkWriter writer : ServiceLoader.load(NetworkWriter.class, NetworkWriter.class.getClassLoader())) {
            if (name.endsWith(writer.extension())) {
                return Optional.of(writer);
            }
        }
        return Optional.empty();
    }
}
