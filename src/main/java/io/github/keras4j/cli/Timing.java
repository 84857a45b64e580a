package io.github.keras4j.cli;

import java.util.Arrays;
import java.util.Locale;

/** Durations of calls as one line of text. */
final class Timing {
    private Timing() {}

    /** {@code engine  p50 1.2 us  p90 ...  p99 ...  800,000 samples/s}; the rate is that of all calls together. */
    static String line(String engine, long[] nanos, int batchSize) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        double seconds = Arrays.stream(sorted).sum() / 1e9;
        return String.format(
                Locale.ROOT,
                "  %-28s p50 %s  p90 %s  p99 %s  %,.0f samples/s",
                engine,
                micros(sorted, 50),
                micros(sorted, 90),
                micros(sorted, 99),
                (double) batchSize * nanos.length / seconds);
    }

    /** The smallest duration that {@code percent} of the calls do not exceed. */
    private static String micros(long[] sorted, int percent) {
        int index = (sorted.length * percent + 99) / 100 - 1;
        return String.format(Locale.ROOT, "%,.1f us", sorted[Math.max(index, 0)] / 1e3);
    }
}
