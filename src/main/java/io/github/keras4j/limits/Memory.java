package io.github.keras4j.limits;

import io.github.keras4j.errors.Keras4jException;

/** What the heap can hold, asked before an array of a size that a file names is made. */
public final class Memory {
    /** An array has to fit beside the model, the input and what the JVM itself holds. */
    private static final long LARGEST = Runtime.getRuntime().maxMemory() / 4 * 3;

    private Memory() {}

    /**
     * Refuses what this heap can't hold.
     *
     * @param bytes how much it would take
     * @param what what it is, as the beginning of a sentence: {@code "The output of layer 'r'"}
     * @throws Keras4jException when it does not fit; the message names both sizes
     */
    public static void require(long bytes, String what) {
        if (bytes < 0 || bytes > LARGEST) {
            throw new Keras4jException(what + " takes " + (bytes < 0 ? "2^63 bytes or more" : bytes + " bytes")
                    + ", more than the heap holds. Received: a heap of "
                    + Runtime.getRuntime().maxMemory() + " bytes. Give Java more (-Xmx) or use smaller ones.");
        }
    }

    /** Whether an array of this size fits. */
    public static boolean fits(long bytes) {
        return bytes >= 0 && bytes <= LARGEST;
    }
}
