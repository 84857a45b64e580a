package io.github.keras4j.predict;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps text until it is known whether it is needed; long text in a temporary file, which is deleted on close. */
final class Spill implements AutoCloseable {
    private static final int IN_MEMORY = 1 << 20;

    private StringBuilder text = new StringBuilder();
    private Optional<Path> file = Optional.empty();
    private Writer writer = Writer.nullWriter();

    void append(String more) throws IOException {
        if (file.isEmpty() && text.length() + more.length() > IN_MEMORY) {
            Path path = Files.createTempFile("keras4j-", ".part");
            path.toFile().deleteOnExit(); // Ctrl-C ends the process past close()
            file = Optional.of(path);
            writer = Files.newBufferedWriter(path);
            writer.append(text);
            text = new StringBuilder();
        }
        if (file.isPresent()) {
            writer.write(more);
        } else {
            text.append(more);
        }
    }

    /** All of it; nothing is appended afterwards. The caller closes it. */
    Reader read() throws IOException {
        if (file.isEmpty()) {
            return new StringReader(text.toString());
        }
        writer.close();
        return new BufferedReader(Files.newBufferedReader(file.get()), 1 << 16);
    }

    @Override
    public void close() throws IOException {
        try {
            writer.close();
        } finally {
            if (file.isPresent()) {
                Files.deleteIfExists(file.get());
            }
        }
    }
}
