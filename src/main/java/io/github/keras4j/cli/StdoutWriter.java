package io.github.keras4j.cli;

import io.github.keras4j.limits.PlainText;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** stdout in UTF-8; unlike {@link System#out} it knows why a write failed. */
final class StdoutWriter extends PrintWriter {
    private final Remembering stream;

    /** stdout was closed, as by {@code | head}. */
    static final class ClosedPipeException extends IOException {
        private static final long serialVersionUID = 1;

        ClosedPipeException() {
            super("stdout is closed");
        }
    }

    StdoutWriter() {
        this(new Remembering(new FileOutputStream(FileDescriptor.out)));
    }

    private StdoutWriter(Remembering stream) {
        super(new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16));
        this.stream = stream;
    }

    /** What comes from files, as names do, must not steer the terminal. */
    @Override
    public void write(String text) {
        super.write(PlainText.of(text));
    }

    /** @throws IOException when what was written so far did not arrive */
    static void check(PrintWriter out) throws IOException {
        if (!out.checkError()) {
            return;
        }
        Optional<IOException> why = out instanceof StdoutWriter stdout ? stdout.stream.failure : Optional.empty();
        String message = why.map(IOException::getMessage).orElse("");
        if (message.toLowerCase(Locale.ROOT).contains("pipe")) {
            throw new ClosedPipeException();
        }
        throw new IOException("stdout can't be written: " + message);
    }

    private static final class Remembering extends FilterOutputStream {
        private Optional<IOException> failure = Optional.empty();

        private Remembering(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            try {
                out.write(bytes, from, count);
            } catch (IOException e) {
                failure = Optional.of(e);
                throw e;
            }
        }
    }
}
