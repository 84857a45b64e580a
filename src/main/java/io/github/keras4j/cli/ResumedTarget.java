package io.github.keras4j.cli;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.limits.Memory;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Goes on with an output file after its last whole answer. */
final class ResumedTarget implements AnswerTarget {
    private final Path path;
    private final ResumePoint point;
    private final FileChannel channel;
    private final BufferedWriter writer;
    /** What stands after the last whole answer: the beginning of the next one, or else the file is another's. */
    private final byte[] cut;

    private boolean checked;
    private boolean started;

    ResumedTarget(Path path, ResumePoint point) throws IOException {
        this.path = path;
        this.point = point;
        this.channel = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        this.writer = new BufferedWriter(
                new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8), 1 << 16);
        this.checked = point.answers() == 0;
        this.cut = cut(path, point.end());
        if (checked && cut.length == 0) {
            start();
        }
    }

    private static byte[] cut(Path path, long end) throws IOException {
        long bytes = Files.size(path) - end;
        Memory.require(bytes, "The last answer in " + path);
        try (InputStream in = Channels.newInputStream(FileChannel.open(path).position(end))) {
            return in.readNBytes((int) bytes);
        }
    }

    private void start() throws IOException {
        started = true;
        channel.truncate(point.end());
        channel.position(point.end());
    }

    @Override
    public void write(String text) throws IOException {
        String next = text;
        if (!checked && !text.isEmpty()) {
            int end = text.indexOf('\n');
            if (!text.substring(0, end).equals(point.last())) {
                throw another(
                        "answer " + point.answers() + " would be " + Failures.cut(text.substring(0, end)),
                        Failures.cut(point.last()));
            }
            checked = true;
            next = text.substring(end + 1);
        }
        if (checked && !started && (!next.isEmpty() || cut.length == 0)) {
            byte[] bytes = next.getBytes(StandardCharsets.UTF_8);
            if (bytes.length < cut.length || !Arrays.equals(cut, Arrays.copyOf(bytes, cut.length))) {
                throw another(
                        "its end would be " + Failures.cut(next),
                        Failures.cut(new String(cut, StandardCharsets.UTF_8)));
            }
            start();
        }
        writer.write(next);
    }

    private Keras4jException another(String expected, String received) {
        return new Keras4jException("--resume goes on with an output of the same command: " + expected + ". Received: "
                + received + " in " + path);
    }

    @Override
    public void commit() throws IOException {
        if (!checked || !started) {
            throw new Keras4jException("--resume goes on with an output of the same command: the input has fewer"
                    + " answers than the output. Received: " + point.answers() + " answers in " + path);
        }
        writer.flush();
        channel.force(true);
    }

    /** Keeps what is written: the next run goes on from there. */
    @Override
    public void close() throws IOException {
        writer.close();
    }
}
