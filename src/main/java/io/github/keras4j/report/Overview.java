package io.github.keras4j.report;

import io.github.keras4j.compare.TensorDiff.Element;
import io.github.keras4j.compare.TensorDiff.ValuesDiff;
import io.github.keras4j.compare.Verification;
import io.github.keras4j.compare.Verification.Failed;
import io.github.keras4j.compare.Verification.Passed;
import io.github.keras4j.compare.Verification.Result;
import io.github.keras4j.compare.Verification.Skipped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was checked: who recorded it and what each engine made of it, and how far apart the two sides are. */
final class Overview {
    private static final List<String> COLUMNS =
            List.of("recorded by", "engine", "wrong", "right", "greatest difference", "refused as expected", "not run");

    private Overview() {}

    /** Results of one Keras version on one engine. */
    private static final class Count {
        int passed;
        int refused;
        int bad;
        int skipped;
        double greatest;

        void add(Result result) {
            if (result.outcome() instanceof Passed passed) {
                this.passed += passed.calls() > 0 ? 1 : 0;
                refused += passed.calls() > 0 ? 0 : 1;
                greatest = Math.max(greatest, passed.greatest());
            } else {
                bad += result.outcome().isBad() ? 1 : 0;
                skipped += result.outcome() instanceof Skipped ? 1 : 0;
            }
        }
    }

    static void draw(Html html, Verification verification) {
        Map<String, Map<String, Count>> counts = new TreeMap<>();
        for (Result result : verification.results()) {
            counts.computeIfAbsent(recordedBy(result), any -> new TreeMap<>())
                    .computeIfAbsent(result.engine(), any -> new Count())
                    .add(result);
        }
        html.element("h2", "Overview").raw("\n").open("div", "class", "overview");
        html.open("div", "class", "scroll")
                .open("table", "class", "counts")
                .open("thead")
                .open("tr");
        for (String column : COLUMNS) {
            html.element("th", column);
        }
        html.close().end().open("tbody").raw("\n");
        counts.forEach((recorded, byEngine) -> byEngine.forEach((engine, count) -> row(html, recorded, engine, count)));
        html.close().close().close();
        greatest(html, verification);
        html.end();
    }

    private static void row(Html html, String recorded, String engine, Count count) {
        html.open("tr").element("td", recorded).element("td", engine.isEmpty() ? "none" : engine);
        html.element("td", number(count.bad), "class", count.bad > 0 ? "bad" : "soft");
        html.element("td", number(count.passed), "class", count.passed > 0 ? "good" : "soft");
        html.element("td", count.passed > 0 ? Plot.brief(count.greatest) : "");
        html.element("td", number(count.refused), "class", "soft");
        html.element("td", number(count.skipped), "class", "soft").end();
    }

    /** In the order of the run; the empty name stands for fixtures that no engine got to see. */
    static Set<String> engines(Verification verification) {
        Set<String> engines = new LinkedHashSet<>();
        verification.results().stream()
                .map(Result::engine)
                .filter(name -> !name.isEmpty())
                .forEach(engines::add);
        if (verification.results().stream().anyMatch(result -> result.engine().isEmpty())) {
            engines.add("");
        }
        return engines;
    }

    private static String recordedBy(Result result) {
        return result.recording()
                .map(recording -> recordedBy(recording.producer()))
                .orElse("not read");
    }

    /** tf.keras before 2.16 often knows no version of its own. */
    private static String recordedBy(Map<String, String> producer) {
        String keras = producer.getOrDefault("keras", "");
        if (!keras.isEmpty() && !keras.equals("null")) {
            return "Keras " + keras;
        }
        return producer.isEmpty()
                ? "not said"
                : producer.getOrDefault("backend", producer.values().iterator().next());
    }

    /** Of each check the greatest difference. */
    private static void greatest(Html html, Verification verification) {
        Histogram histogram = new Histogram();
        for (Result result : verification.results()) {
            if (result.outcome() instanceof Passed passed && passed.calls() > 0) {
                histogram.add(passed.greatest(), true);
            } else if (result.outcome() instanceof Failed failed) {
                histogram.add(greatest(failed), false);
            }
        }
        histogram.draw(
                html,
                "Checks by their greatest difference",
                "|java − python|; where numbers are great, more is allowed");
    }

    static double greatest(Failed failed) {
        return failed.differences().stream()
                .mapToDouble(difference -> difference.diff() instanceof ValuesDiff values
                        ? values.worst().map(Element::absolute).orElse(0.0)
                        : Double.POSITIVE_INFINITY)
                .max()
                .orElse(0);
    }

    private static String number(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
