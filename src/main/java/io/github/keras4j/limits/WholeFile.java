package io.github.keras4j.limits;

import io.github.keras4j.errors.Keras4jException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are read as a whole: no longer than a limit, and no device that never ends. */
public final class WholeFile {
    /** The most text of JSON that is read; a tree of it takes some sixteen times as much. */
    private static final long MOST_JSON =
            Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 16);

    private WholeFile() {}

    /** The most bytes of JSON that this heap reads at once. */
    public static long mostJson() {
        return MOST_JSON;
    }

    /**
     * Refuses JSON that is longer than this heap can hold as a tree.
     *
     * @param what what it is, as the beginning of a sentence
     * @throws Keras4jException when it is
     */
    public static void requireJson(long bytes, String what) {
        if (bytes > MOST_JSON) {
            throw new Keras4jException(what + " is larger than JSON that is read at once. Received: " + bytes
                    + " bytes; read are " + MOST_JSON + " with a heap of "
                    + Runtime.getRuntime().maxMemory() + ". Give Java more (-Xmx), up to a limit of " + (256L << 20)
                    + ".");
        }
    }

    /**
     * All bytes of a file with JSON, be it a pipe.
     *
     * @throws Keras4jException when there are too many
     */
    public static byte[] json(Path file) throws IOException {
        requireJson(Files.isRegularFile(file) ? Files.size(file) : 0, file.toString());
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) MOST_JSON + 1);
            requireJson(bytes.length, file.toString());
            return bytes;
        }
    }

    /**
     * All bytes of a file on a disk.
     *
     * @throws Keras4jException for a device or a pipe, and when the heap does not hold the file
     */
    public static byte[] bytes(Path file) throws IOException {
        requireRegular(file);
        Memory.require(Files.size(file), file.toString());
        return Files.readAllBytes(file);
    }

    /**
     * Refuses what is there and is no file on a disk.
     *
     * @throws Keras4jException for a folder, a device or a pipe
     */
    public static void requireRegular(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new Keras4jException(
                    "A file is read here. Received: " + file + " (a folder, a device or a pipe). Give a file.");
        }
    }
}
