package io.github.keras4j.predict;

import io.github.keras4j.data.InputSpec;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The input of {@code predict}: plain or gzip, a document or JSON Lines, recognised by content. */
public final class JsonInput implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    /**
     * A line or sample may have this part of the heap in bytes; its numbers take several times as much, on each thread.
     */
    private static final int SHARE_OF_HEAP = 128;

    private final InputStream in;
    private final boolean gzip;
    private final Optional<Path> file;
    private Optional<DocumentSource> source = Optional.empty();

    private JsonInput(InputStream in, boolean gzip, Optional<Path> file) {
        this.in = in;
        this.gzip = gzip;
        this.file = file;
    }

    /** @param raw read to its end, and closed with this */
    public static JsonInput of(InputStream raw) throws IOException {
        return of(raw, Optional.empty());
    }

    /**
     * As {@link #of(InputStream)}.
     *
     * @param file where the same bytes stand, if they do: a document in it is read in place
     */
    public static JsonInput of(InputStream raw, Optional<Path> file) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER);
        buffered.mark(2);
        boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
        buffered.reset();
        return new JsonInput(
                gzip ? new BufferedInputStream(new GZIPInputStream(buffered, BUFFER), BUFFER) : buffered, gzip, file);
    }

    /** The most bytes that a line or a sample may have in this JVM's heap: 2 MiB of 256 MiB, at most 64 MiB. */
    public static int mostBytes() {
        return (int) Math.min(64L << 20, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** The document, if the whole input is one. */
    Optional<Document> document(List<InputSpec> inputs) throws IOException {
        in.mark(BUFFER);
        byte[] head = in.readNBytes(BUFFER);
        in.reset();
        if (!Document.begins(head, inputs)) {
            return Optional.empty();
        }
        DocumentSource all =
                file.isPresent() && !gzip ? DocumentSource.of(file.get()) : DocumentSource.of(in, mostBytes());
        source = Optional.of(all);
        return Document.of(all, mostBytes());
    }

    /** All bytes, unzipped, if it is not a document. */
    public InputStream lines() throws IOException {
        return source.isPresent() ? source.get().open(0) : in;
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
        } finally {
            if (source.isPresent()) {
                source.get().close();
            }
        }
    }
}
