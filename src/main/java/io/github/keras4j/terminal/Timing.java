package io.github.keras4j.terminal;

import java.util.Arrays;
import java.util.Locale;

/** Durations of calls as one line of text. */
public final class Timing {
    private Timing() {}

    /**
     * {@code engine  p50 1.2 us  p90 ...  p99 ...  800,000 samples/s}.
     *
     * @param nanos of each call
     * @param rate samples per second
     */
    public static String line(String engine, long[] nanos, double rate) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "  %-28s p50 %s  p90 %s  p99 %s  %,.0f samples/s",
                engine,
                micros(sorted, 50),
                micros(sorted, 90),
                micros(sorted, 99),
                rate);
    }

    /**
     * {@return the duration that a share of the calls do not exceed, in nanoseconds}
     *
     * @param percent from 1 to 100
     */
    public static long percentile(long[] nanos, int percent) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (sorted.length * percent + 99) / 100 - 1)];
    }

    /** The smallest duration that {@code percent} of the calls do not exceed. */
    private static String micros(long[] sorted, int percent) {
        int index = (sorted.length * percent + 99) / 100 - 1;
        return String.format(Locale.ROOT, "%,.1f us", sorted[Math.max(index, 0)] / 1e3);
    }
}
