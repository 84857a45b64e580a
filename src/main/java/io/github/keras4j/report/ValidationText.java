package io.github.keras4j.report;

import io.github.keras4j.validate.Spread;
import io.github.keras4j.validate.Task;
import io.github.keras4j.validate.Validation;
import io.github.keras4j.validate.Validation.EngineResult;
import io.github.keras4j.validate.Validation.Flip;
import io.github.keras4j.validate.Validation.OutputResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A validation for people who read a terminal. */
public final class ValidationText {
    private static final double[] SHARES = {0.5, 0.9, 0.99, 0.999};

    private ValidationText() {}

    /** All of it, with an end of line. */
    public static String of(Validation validation) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "model '%s' | %,d rows | %s",
                validation.model(),
                validation.rows(),
                validation.python().map(who -> "Python: " + who).orElse("no answers of Python"));
        metrics(text, validation);
        for (EngineResult engine : validation.engines()) {
            engine.outputs().forEach(output -> output(text, engine.engine(), output));
        }
        validation.notes().forEach(note -> line(text, "note: %s", note));
        for (EngineResult engine : validation.engines()) {
            engine.missed().forEach(missed -> line(text, "MISSED | engine %s | %s", engine.engine(), missed));
        }
        line(
                text,
                "%s | %s in %.1f s%s",
                validation.passes() ? "ok" : "FAILED",
                validation.passes() ? "no threshold is missed" : "a threshold is missed",
                validation.seconds(),
                engines(validation));
        return text.toString();
    }

    private static String engines(Validation validation) {
        StringBuilder text = new StringBuilder();
        for (EngineResult engine : validation.engines()) {
            text.append(String.format(
                    Locale.ROOT,
                    ", of which %s answered for %.1f s (%,.0f rows/s)",
                    engine.engine(),
                    engine.seconds(),
                    validation.rows() / Math.max(engine.seconds(), 1e-9)));
        }
        return text.toString();
    }

    private static void metrics(StringBuilder text, Validation validation) {
        Set<String> names = new LinkedHashSet<>(validation.pythonMetrics().keySet());
        validation.engines().forEach(engine -> names.addAll(engine.metrics().keySet()));
        if (names.isEmpty()) {
            return;
        }
        boolean python = !validation.pythonMetrics().isEmpty();
        List<String> head = new ArrayList<>(List.of("metric"));
        if (python) {
            head.add("python");
        }
        validation.engines().forEach(engine -> head.add(engine.engine()));
        List<List<String>> rows = new ArrayList<>(List.of(head));
        for (String name : names) {
            List<String> row = new ArrayList<>(List.of(name));
            if (python) {
                row.add(number(validation.pythonMetrics().getOrDefault(name, Double.NaN)));
            }
            validation
                    .engines()
                    .forEach(engine -> row.add(number(engine.metrics().getOrDefault(name, Double.NaN))));
            rows.add(row);
        }
        table(text, rows);
    }

    private static void output(StringBuilder text, String engine, OutputResult output) {
        line(
                text,
                "engine %s | output '%s' | %,d elements, %,d equal, %,d outside of the tolerance",
                engine,
                output.name(),
                output.elements(),
                output.absolute().zeros(),
                output.outside());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("difference", "half", "90 %", "99 %", "99.9 %", "greatest"));
        rows.add(spread("absolute", output.absolute()));
        rows.add(spread("relative", output.relative()));
        rows.add(spread("ulps", output.ulps()));
        table(text, rows);
        output.worst()
                .ifPresent(worst -> line(
                        text,
                        "  greatest in row %d: java %.8g, python %.8g",
                        worst.row(),
                        worst.java(),
                        worst.python()));
        histogram(text, output.absolute());
        if (output.decisions() > 0) {
            line(
                    text,
                    "  %s agree: %s of %,d, %,d flipped%s",
                    output.task() == Task.CLASSES ? "classes" : "yes and no",
                    percent(output.agreement()),
                    output.decisions(),
                    output.flipped(),
                    output.topK() == 0
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    "; the first %d are others in %,d",
                                    output.topK(),
                                    output.topChanged()));
            output.flips().forEach(flip -> line(text, "    %s", flip(flip)));
            if (output.flips().size() < output.flipped()) {
                line(text, "    and %,d more", output.flipped() - output.flips().size());
            }
        }
    }

    /** One flip in one line. */
    static String flip(Flip flip) {
        return String.format(
                Locale.ROOT,
                "row %d: java %d (%.8g), python %d (%.8g)%s",
                flip.row(),
                flip.java(),
                flip.javaScore(),
                flip.python(),
                flip.pythonScore(),
                flip.target().map(target -> ", right is " + target).orElse(""));
    }

    private static List<String> spread(String name, Spread spread) {
        List<String> row = new ArrayList<>(List.of(name));
        for (double share : SHARES) {
            row.add(brief(spread.quantile(share)));
        }
        row.add(brief(spread.greatest()));
        return row;
    }

    private static void histogram(StringBuilder text, Spread spread) {
        long[] counts = spread.decades(-10, 0);
        long most = 1;
        for (long count : counts) {
            most = Math.max(most, count);
        }
        if (spread.count() == spread.zeros()) {
            return;
        }
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                line(
                        text,
                        "  %-10s %,12d %s",
                        (i == counts.length - 1 ? "from 1e" : "below 1e") + (i == counts.length - 1 ? -10 + i : i - 9),
                        counts[i],
                        "#".repeat((int) Math.ceil(40.0 * counts[i] / most)));
            }
        }
    }

    /** Six significant digits: both sides are printed alike. */
    static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value);
    }

    static String brief(double value) {
        return value == 0
                ? "0"
                : value == Math.rint(value) && value < 1e6
                        ? Long.toString((long) value)
                        : String.format(Locale.ROOT, "%.1e", value);
    }

    /** Never rounded up to all. */
    static String percent(double share) {
        return share == 1 ? "100 %" : String.format(Locale.ROOT, "%.4f %%", Math.min(share * 100, 99.9999));
    }

    private static void table(StringBuilder text, List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder one = new StringBuilder("  ");
            for (int i = 0; i < widths.length; i++) {
                String format = i == 0 ? "%-" + widths[i] + "s" : "  %" + widths[i] + "s";
                one.append(String.format(Locale.ROOT, format, row.get(i)));
            }
            text.append(one.toString().stripTrailing()).append('\n');
        }
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
