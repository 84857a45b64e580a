package io.github.keras4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into blocks of whole lines. A block ends at a multiple of {@code window} lines, or earlier if
 * it has {@code maxBytes}. So memory is bounded, and line <i>n</i> always takes slot <i>n mod window</i>.
 */
public final class LineReader {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final int window;
    private final int maxBytes;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int limit;
    private long nextLine = 1;

    /**
     * @param window lines per window
     * @param maxBytes the longest line that is kept, and about the most that a block holds
     */
    public LineReader(InputStream in, int window, int maxBytes) {
        this.in = in;
        this.window = window;
        this.maxBytes = maxBytes;
    }

    /** The next block; one without lines at the end of the input. */
    public LineBlock next() throws IOException {
        byte[] bytes = new byte[BUFFER / 16];
        int[] ends = new int[window];
        int lines = 0;
        int used = 0;
        long first = nextLine;
        boolean tooLong = false;
        boolean started = false;
        int lineStart = 0;
        while (true) {
            if (at == limit && !fill()) {
                if (started) {
                    ends[lines++] = tooLong ? ~lineStart : used;
                    nextLine++;
                }
                return new LineBlock(first, bytes, Arrays.copyOf(ends, lines), maxBytes);
            }
            int stop = endOfLine();
            int length = stop - at;
            started = true;
            if (tooLong || used - lineStart + length > maxBytes) {
                tooLong = true;
                used = lineStart;
            } else {
                if (used + length > bytes.length) {
                    bytes = Arrays.copyOf(bytes, Math.max(used + length, bytes.length * 2));
                }
                System.arraycopy(buffer, at, bytes, used, length);
                used += length;
            }
            at = stop;
            if (at < limit) {
                at++;
                ends[lines++] = tooLong ? ~lineStart : used;
                nextLine++;
                lineStart = used;
                tooLong = false;
                started = false;
                if ((nextLine - 1) % window == 0 || used >= maxBytes) {
                    return new LineBlock(first, bytes, Arrays.copyOf(ends, lines), maxBytes);
                }
            }
        }
    }

    private int endOfLine() {
        int stop = at;
        while (stop < limit && buffer[stop] != '\n') {
            stop++;
        }
        return stop;
    }

    private boolean fill() throws IOException {
        at = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }
}
