package io.github.keras4j.cli;

import io.github.keras4j.Keras4jException;
import io.github.keras4j.data.Json;
import io.github.keras4j.data.RowReader;
import io.github.keras4j.predict.Documents;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;

/** What {@code predict} reads: plain or gzip, a document or JSON Lines, each known by its first bytes. */
final class PredictInput implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    /** Of a document's or a line's bytes; parsed JSON takes some ten times as much, on each thread. */
    private static final int SHARE_OF_HEAP = 128;

    private final InputStream in;

    private PredictInput(InputStream in) {
        this.in = in;
    }

    /** @param raw read to its end, and closed with this */
    static PredictInput open(InputStream raw) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER);
        buffered.mark(2);
        boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
        buffered.reset();
        return new PredictInput(
                gzip ? new BufferedInputStream(new GZIPInputStream(buffered, BUFFER), BUFFER) : buffered);
    }

    /** The most bytes that a document or a line may have in this JVM's heap: 2 MiB of 256 MiB, at most 64 MiB. */
    static int limit() {
        return (int) Math.min(64L << 20, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** The bytes; of those that {@link #document} looked at none is lost unless it was one. */
    InputStream lines() {
        return in;
    }

    /**
     * The document, where the whole input is one.
     *
     * @throws Keras4jException for a document of more than {@code limit} bytes
     */
    Optional<JsonNode> document(RowReader reader, int limit) throws IOException {
        in.mark(limit + 1);
        int first = in.read();
        while (first == ' ' || first == '\t' || first == '\n' || first == '\r') {
            first = in.read();
        }
        in.reset();
        if (first != '{') {
            return Optional.empty();
        }
        byte[] bytes = in.readNBytes(limit + 1);
        in.reset();
        String head = new String(bytes, StandardCharsets.UTF_8);
        if (bytes.length > limit) {
            String firstLine =
                    head.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
            if (isJson(firstLine) || !Json.isCutShort(head)) {
                return Optional.empty();
            }
            throw new Keras4jException("the document is larger than " + limit + " bytes, which is what fits; give JSON"
                    + " Lines, which may be of any length, or a larger heap (java -Xmx)");
        }
        try {
            JsonNode root = Json.parse(head);
            return Documents.isOne(root, reader) ? Optional.of(root) : Optional.empty();
        } catch (Keras4jException e) {
            return Optional.empty();
        }
    }

    private static boolean isJson(String text) {
        try {
            Json.parse(text);
            return true;
        } catch (Keras4jException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
