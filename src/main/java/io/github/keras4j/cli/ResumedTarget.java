package io.github.keras4j.cli;

import io.github.keras4j.errors.Keras4jException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Goes on with an output file after its last whole answer. */
final class ResumedTarget implements AnswerTarget {
    private final Path path;
    private final ResumePoint point;
    private final FileChannel channel;
    private final BufferedWriter writer;
    private boolean checked;

    ResumedTarget(Path path, ResumePoint point) throws IOException {
        this.path = path;
        this.point = point;
        this.channel = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        this.writer = new BufferedWriter(
                new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8), 1 << 16);
        this.checked = point.answers() == 0;
        if (checked) {
            start();
        }
    }

    private void start() throws IOException {
        channel.truncate(point.end());
        channel.position(point.end());
    }

    @Override
    public void write(String text) throws IOException {
        if (checked || text.isEmpty()) {
            writer.write(text);
            return;
        }
        int end = text.indexOf('\n');
        if (!text.substring(0, end).equals(point.last())) {
            throw new Keras4jException("--resume goes on with an output of the same command: answer " + point.answers()
                    + " would be " + text.substring(0, end) + ". Received: " + point.last() + " in " + path);
        }
        checked = true;
        start();
        writer.write(text, end + 1, text.length() - end - 1);
    }

    @Override
    public void commit() throws IOException {
        if (!checked) {
            throw new Keras4jException("--resume goes on with an output of the same command: the input has fewer"
                    + " answers than the output. Received: " + point.answers() + " answers in " + path);
        }
        writer.flush();
    }

    /** Keeps what is written: the next run goes on from there. */
    @Override
    public void close() throws IOException {
        writer.close();
    }
}
