package io.github.keras4j.engine.purejava.values;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The strings of one call, and the integers that are looked up as words. A program computes in floats, so a value of
 * strings holds each string's index in here, and {@link Value#texts} says so. Integers lie here because a float holds
 * them only up to 2^24.
 */
public final class Texts {
    /** Beyond it a float skips whole numbers. */
    private static final int MOST = 1 << 24;

    private Object[] texts = new Object[16];
    private int used;

    /** Forgets all strings, before a call. */
    public void clear() {
        Arrays.fill(texts, 0, used, "");
        used = 0;
    }

    /**
     * The index under which the string is kept.
     *
     * @throws Keras4jException for more strings than a float can number
     */
    public float add(String text) {
        return put(text);
    }

    /** The index under which the integer is kept, as {@link #add(String)}. */
    public float add(long number) {
        return put(number);
    }

    private float put(Object text) {
        if (used == MOST) {
            throw new InputException("a call holds at most " + MOST + " strings. Feed fewer samples at once");
        }
        if (used == texts.length) {
            texts = Arrays.copyOf(texts, Math.min(MOST, 2 * used));
        }
        texts[used] = text;
        return used++;
    }

    /** The string, or the integer's decimal digits. */
    public String get(float index) {
        return texts[(int) index].toString();
    }

    /** The integer; empty where a string lies there. */
    public OptionalLong number(float index) {
        return texts[(int) index] instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }
}
