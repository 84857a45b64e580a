package io.github.keras4j.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What an earlier run left: its whole answers. A killed run may leave a last line without its end, which does not
 * count.
 *
 * @param answers how many
 * @param last the last of them, without its end of line
 * @param end the byte after it
 */
record ResumePoint(long answers, String last, long end) {
    /** An answer to a bad line; outputs named so are lists or numbers, never texts. */
    private static final Pattern ERROR = Pattern.compile("\\{\"line\": \\d+, \"error\": \".*");

    static final ResumePoint START = new ResumePoint(0, "", 0);

    /** @param errors hears every answer to a bad line, in order */
    static ResumePoint of(Path output, Consumer<String> errors) throws IOException {
        if (!Files.exists(output)) {
            return START;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long answers = 0;
        long end = 0;
        long at = 0;
        String last = "";
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = new BufferedInputStream(Files.newInputStream(output))) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    at++;
                    if (buffer[i] != '\n') {
                        line.write(buffer[i]);
                        continue;
                    }
                    last = line.toString(StandardCharsets.UTF_8);
                    if (ERROR.matcher(last).matches()) {
                        errors.accept(last);
                    }
                    line.reset();
                    answers++;
                    end = at;
                }
            }
        }
        return new ResumePoint(answers, last, end);
    }

    /** How many answers need not be made again: the last one is, to see that this command gives what stands there. */
    long skip() {
        return Math.max(0, answers - 1);
    }
}
