package io.github.keras4j.data;

import io.github.keras4j.errors.Keras4jException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Some whole lines of an input, as {@link LineReader} cut them: their bytes without line ends. */
public final class LineBlock {
    private static final byte[] RESET = "reset_states".getBytes(StandardCharsets.US_ASCII);

    private final long firstLine;
    private final byte[] bytes;
    /** Where each line ends. For a line that was too long, and is left out, the complement of its start. */
    private final int[] ends;

    private final int maxBytes;

    LineBlock(long firstLine, byte[] bytes, int[] ends, int maxBytes) {
        this.firstLine = firstLine;
        this.bytes = bytes;
        this.ends = ends;
        this.maxBytes = maxBytes;
    }

    /** How many lines; 0 at the end of the input. */
    public int size() {
        return ends.length;
    }

    /** How many of its lines get an answer. */
    public int answers() {
        int count = 0;
        for (int line = 0; line < size(); line++) {
            count += isBlank(line) || isReset(line) ? 0 : 1;
        }
        return count;
    }

    /** The line's number in the whole input, from 1. */
    public long number(int line) {
        return firstLine + line;
    }

    /** Whether the line is white space only; it then gets no answer. */
    public boolean isBlank(int line) {
        if (ends[line] < 0) {
            return false;
        }
        for (int i = start(line); i < end(line); i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** {@code {"reset_states": true}}, which is a command and gets no answer. */
    public boolean isReset(int line) {
        if (!mentionsReset(line)) {
            return false;
        }
        try {
            var node = Json.parse(text(line));
            return node.isObject()
                    && node.size() == 1
                    && node.path("reset_states").isBoolean()
                    && node.path("reset_states").booleanValue();
        } catch (Keras4jException e) {
            return false;
        }
    }

    /** @throws Keras4jException for a line that was too long, or is no UTF-8 */
    public String text(int line) {
        if (ends[line] < 0) {
            throw new Keras4jException("the line is longer than " + maxBytes
                    + " bytes, which is what fits; a larger heap (java -Xmx) takes longer lines");
        }
        ByteBuffer wanted = ByteBuffer.wrap(bytes, start(line), end(line) - start(line));
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(wanted).toString();
        } catch (CharacterCodingException e) {
            throw new Keras4jException("the line is no UTF-8 text", e);
        }
    }

    /** The line encoded by {@link TextEncoder#encodePlain}. */
    boolean encodePlain(int line, TextEncoder texts, float[] target, int at) {
        return ends[line] >= 0 && texts.encodePlain(bytes, start(line), end(line), target, at);
    }

    private boolean mentionsReset(int line) {
        int from = start(line);
        int to = end(line);
        if (to - from < RESET.length + 4) {
            return false;
        }
        for (int i = from; i <= to - RESET.length; i++) {
            if (bytes[i] == 'r' && java.util.Arrays.equals(bytes, i, i + RESET.length, RESET, 0, RESET.length)) {
                return true;
            }
        }
        return false;
    }

    private int start(int line) {
        if (line == 0) {
            return firstLine == 1 && startsWithMark() ? 3 : 0;
        }
        return ends[line - 1] < 0 ? ~ends[line - 1] : ends[line - 1];
    }

    /** The mark that Windows programs put before UTF-8. */
    private boolean startsWithMark() {
        return end(0) >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
    }

    private int end(int line) {
        return ends[line] < 0 ? ~ends[line] : ends[line];
    }
}
