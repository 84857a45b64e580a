package io.github.keras4j.rows;

import io.github.keras4j.errors.InputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Files as streams of bytes. */
final class Bytes {
    private static final int BUFFER = 1 << 16;

    private Bytes() {}

    /** Unpacks what ends in {@code .gz}. */
    static InputStream of(Path file) {
        try {
            InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
            return file.toString().endsWith(".gz") ? new GZIPInputStream(in, BUFFER) : in;
        } catch (IOException e) {
            throw failed(file.toString(), e);
        }
    }

    static InputException failed(String place, IOException e) {
        return new InputException("The rows can't be read. Received: " + place + " (" + e + ")", e);
    }
}
