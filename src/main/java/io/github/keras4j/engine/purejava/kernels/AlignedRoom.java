package io.github.keras4j.engine.purejava.kernels;

import java.lang.ref.WeakReference;

/**
 * Room for packed weights whose vectors begin where a cache line does, if the collector lets them: a load that crosses a
 * line counts as two, and the largest tile takes a tenth longer. G1, which a JVM takes by default where it has two cores,
 * keeps an array of half a region or more at its region's beginning and never moves it. So matrices share arrays of a
 * region. With other collectors they lie where they happen to, unless {@code -XX:ObjectAlignmentInBytes=64} is given.
 */
final class AlignedRoom {
    /** An array's numbers begin 16 bytes behind its own beginning: the first whole line begins after so many of them. */
    static final int LEAD = 12;

    private static final int LINE = 16;

    /** Smaller matrices get arrays of their own, so that a tiny model does not take a region. */
    private static final int SMALL = 1 << 10;

    /** So many numbers and what lies before them fill a region. */
    private static final int SHARED = region(Runtime.getRuntime().maxMemory()) / Float.BYTES - 4;

    private static WeakReference<float[]> shared = new WeakReference<>(null);
    private static int end;

    /** Zeros for {@code size} numbers, from {@code at} on. */
    record Place(float[] array, int at) {}

    private AlignedRoom() {}

    /** How large G1 makes its regions, in bytes, for so large a heap: one of 2,048, of 1 to 32 MiB, rounded to a power of 2. */
    static int region(long heap) {
        long size = Math.min(Math.max(heap / 2048, 1 << 20), 32 << 20);
        return (int) Long.highestOneBit(2 * size - 1);
    }

    static synchronized Place take(int size) {
        if (size < SMALL || size > SHARED / 2) { // half a region is enough to be at its beginning
            return new Place(new float[LEAD + size], LEAD);
        }
        float[] array = shared.get();
        if (array == null || end + size > array.length) {
            array = new float[SHARED];
            shared = new WeakReference<>(array);
            end = LEAD;
        }
        int at = end;
        end += (size + LINE - 1) / LINE * LINE;
        return new Place(array, at);
    }
}
