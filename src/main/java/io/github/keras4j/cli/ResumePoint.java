package io.github.keras4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The whole answers that an earlier run left. A killed run may leave an unfinished last line, which does not count.
 *
 * @param answers how many
 * @param last the last of them, without its end of line
 * @param end the byte after it
 */
record ResumePoint(long answers, String last, long end) {
    /** An answer to a bad line; outputs named so are lists or numbers, never texts. */
    private static final Pattern ERROR = Pattern.compile("\\{\"line\": \\d+, \"error\": \".*");
    /** Of a longer line's bytes no more are kept: it is no error, and as the last answer it is read again. */
    private static final int LONG = 1 << 16;

    static final ResumePoint START = new ResumePoint(0, "", 0);

    /** @param errors hears every answer to a bad line, in order */
    static ResumePoint of(Path output, Consumer<String> errors) throws IOException {
        if (!Files.exists(output)) {
            return START;
        }
        byte[] line = new byte[LONG];
        byte[] buffer = new byte[LONG];
        long answers = 0;
        long lastStart = 0;
        long end = 0;
        long at = 0;
        try (InputStream in = Files.newInputStream(output)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                for (int i = 0; i < count; i++, at++) {
                    if (buffer[i] != '\n') {
                        if (at - end < LONG) {
                            line[(int) (at - end)] = buffer[i];
                        }
                        continue;
                    }
                    if (line[0] == '{' && at - end < LONG) {
                        String text = new String(line, 0, (int) (at - end), StandardCharsets.UTF_8);
                        if (ERROR.matcher(text).matches()) {
                            errors.accept(text);
                        }
                    }
                    lastStart = end;
                    end = at + 1;
                    answers++;
                }
            }
        }
        return new ResumePoint(answers, answers == 0 ? "" : line(output, lastStart, end - 1), end);
    }

    private static String line(Path output, long from, long to) throws IOException {
        try (InputStream in = Channels.newInputStream(FileChannel.open(output).position(from))) {
            return new String(in.readNBytes(Math.toIntExact(to - from)), StandardCharsets.UTF_8);
        }
    }

    /** How many answers are not computed again. The last one is, to check that this command gives the same. */
    long skip() {
        return Math.max(0, answers - 1);
    }
}
