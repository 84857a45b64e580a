package io.github.keras4j.python;

import io.github.keras4j.errors.Keras4jException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The scripts of {@code python-reference} that run anywhere, unpacked from the jar into a temporary folder. Classes that
 * were not packed yet take them from the checkout.
 */
final class Scripts implements AutoCloseable {
    private static final List<String> NAMES = List.of("recording.py", "record.py", "answer.py", "which_keras.py");
    private static final Path CHECKOUT = Path.of("python-reference");

    private final Path folder;

    private Scripts(Path folder) {
        this.folder = folder;
    }

    static Scripts unpacked() {
        try {
            Scripts scripts = new Scripts(Files.createTempDirectory("keras4j-python"));
            for (String name : NAMES) {
                try (InputStream in = Scripts.class.getResourceAsStream(name)) {
                    if (in != null) {
                        Files.copy(in, scripts.path(name));
                    } else {
                        Files.copy(CHECKOUT.resolve(name), scripts.path(name));
                    }
                }
            }
            return scripts;
        } catch (IOException e) {
            throw new Keras4jException(
                    "Scripts for Python can't be unpacked into a temporary folder (" + e
                            + "). Give Java another with -Djava.io.tmpdir",
                    e);
        }
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new Keras4jException("A temporary folder can't be removed. Received: " + folder, e);
        }
    }
}
