package io.github.keras4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How many differences there are of each size, a row per decade; what passes beside what does not. */
final class Histogram {
    private static final int FLOOR = -10;
    private static final int CEILING = 6;

    private final int[] good = new int[CEILING - FLOOR + 3];
    private final int[] bad = new int[good.length];

    void add(double difference, boolean passes) {
        (passes ? good : bad)[row(difference)]++;
    }

    static Histogram of(Differences differences) {
        Histogram histogram = new Histogram();
        for (int i = 0; i < differences.absolute().length; i++) {
            histogram.add(differences.absolute()[i], differences.passes(i));
        }
        return histogram;
    }

    void draw(Html html, String title, String hint) {
        int first = 0;
        int last = good.length - 1;
        while (first < last && good[first] + bad[first] == 0) {
            first++;
        }
        while (last > first && good[last] + bad[last] == 0) {
            last--;
        }
        double most = 1;
        for (int i = first; i <= last; i++) {
            most = Math.max(most, good[i] + bad[i]);
        }
        List<Plot.Row> rows = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            rows.add(new Plot.Row(
                    label(i), good[i] / most, bad[i] / most, String.format(Locale.ROOT, "%,d", good[i] + bad[i])));
        }
        Plot.draw(html, title, hint, rows, List.of());
    }

    private static int row(double difference) {
        if (difference == 0) {
            return 0;
        }
        int decade = Double.isFinite(difference) ? (int) Math.floor(Math.log10(difference)) : CEILING;
        return 2 + Math.max(FLOOR - 1, Math.min(CEILING, decade)) - FLOOR;
    }

    private String label(int row) {
        if (row == 0) {
            return "equal";
        }
        if (row == 1) {
            return "below 1e" + FLOOR;
        }
        return row == good.length - 1
                ? "1e" + CEILING + " and more"
                : "1e" + (row - 2 + FLOOR) + " to 1e" + (row - 1 + FLOOR);
    }
}
