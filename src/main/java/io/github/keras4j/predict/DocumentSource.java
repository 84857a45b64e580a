package io.github.keras4j.predict;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A document's bytes, to be read several times and from several places at once. */
interface DocumentSource extends AutoCloseable {
    /** The bytes from there on; the caller closes it. */
    InputStream open(long offset) throws IOException;

    @Override
    default void close() throws IOException {}

    static DocumentSource of(Path file) {
        return offset -> {
            FileChannel channel = FileChannel.open(file);
            return new BufferedInputStream(Channels.newInputStream(channel.position(offset)), 1 << 16);
        };
    }

    /**
     * Reads a stream to its end.
     *
     * @param inMemory up to this many bytes stay in memory; more go into a temporary file, which is deleted on close
     */
    static DocumentSource of(InputStream in, int inMemory) throws IOException {
        byte[] head = in.readNBytes(inMemory + 1);
        if (head.length <= inMemory) {
            return offset -> new ByteArrayInputStream(head, (int) offset, head.length - (int) offset);
        }
        Path file = Files.createTempFile("keras4j-", ".json");
        file.toFile().deleteOnExit(); // Ctrl-C ends the process past close()
        try (InputStream all = new java.io.SequenceInputStream(new ByteArrayInputStream(head), in)) {
            Files.copy(all, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        DocumentSource source = of(file);
        return new DocumentSource() {
            @Override
            public InputStream open(long offset) throws IOException {
                return source.open(offset);
            }

            @Override
            public void close() throws IOException {
                Files.deleteIfExists(file);
            }
        };
    }
}
