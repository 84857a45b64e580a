package io.github.keras4j.report;

import io.github.keras4j.compare.Explanation;
import io.github.keras4j.compare.FirstDivergence;
import io.github.keras4j.compare.TensorDiff.ValuesDiff;
import io.github.keras4j.compare.Verification.Difference;
import io.github.keras4j.compare.Verification.Failed;
import io.github.keras4j.compare.Verification.Recording;
import io.github.keras4j.compare.Verification.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is wrong: a section per failed check with its finding, its plots and the whole message. */
final class FailureSections {
    /** With plots; what fails by the hundred fails for one reason, and the page is to stay small. */
    private static final int DRAWN = 20;

    private static final int LISTED = 200;
    private static final int DIFFERENCES = 8;

    private FailureSections() {}

    static void draw(Html html, List<Result> bad) {
        List<List<Result>> causes = byCause(bad);
        for (int i = 0; i < Math.min(LISTED, causes.size()); i++) {
            section(html, causes.get(i), i < DRAWN);
        }
        if (causes.size() > LISTED) {
            html.element("p", "and " + (causes.size() - LISTED) + " more failures: see the tables below.")
                    .raw("\n");
        }
    }

    /** Engines that fail on one fixture for one reason stand side by side. */
    private static List<List<Result>> byCause(List<Result> bad) {
        Map<String, List<Result>> causes = new LinkedHashMap<>();
        for (Result result : bad) {
            String why = result.outcome() instanceof Failed failed
                    ? failed.explanation().first().map(FailureSections::where).orElse("")
                            + String.join("; ", failed.explanation().suspects())
                    : TextReport.said(result.outcome());
            causes.computeIfAbsent(result.folder() + "\n" + why, any -> new ArrayList<>())
                    .add(result);
        }
        return List.copyOf(causes.values());
    }

    private static void section(Html html, List<Result> results, boolean drawn) {
        Result result = results.get(0);
        html.open("section", "class", "failure");
        html.open("h2").element("span", TextReport.word(result.outcome()), "class", "word");
        html.text(" " + result.fixture());
        if (!result.engine().isEmpty()) {
            String engines = results.stream().map(Result::engine).collect(Collectors.joining(" and "));
            html.text(" ").element("span", "on " + engines, "class", "soft");
        }
        html.end();
        result.recording().ifPresent(recording -> recording(html, recording));
        if (result.outcome() instanceof Failed failed) {
            finding(html, failed.explanation());
            if (results.size() > 1) {
                sideBySide(html, results);
            }
            if (drawn) {
                plots(html, failed);
            }
        }
        html.element("pre", message(result));
        for (Result other : results.subList(1, results.size())) {
            html.open("details").element("summary", "the same on " + other.engine());
            html.element("pre", message(other)).end();
        }
        html.end();
    }

    /** One row per engine, so that what differs between them is seen at once. */
    private static void sideBySide(Html html, List<Result> results) {
        html.open("div", "class", "scroll").open("table", "class", "drift");
        html.open("thead").open("tr");
        for (String head : new String[] {"engine", "outputs that differ", "elements outside", "greatest difference"}) {
            html.element("th", head);
        }
        html.close().close().open("tbody");
        for (Result result : results) {
            Failed failed = (Failed) result.outcome();
            long outside = failed.differences().stream()
                    .mapToLong(one -> one.diff() instanceof ValuesDiff values ? values.mismatched() : 0)
                    .sum();
            html.open("tr").element("td", result.engine());
            html.element(
                    "td", String.format(Locale.ROOT, "%,d", failed.differences().size()));
            html.element("td", String.format(Locale.ROOT, "%,d", outside));
            html.element("td", Plot.brief(Overview.greatest(failed))).end();
        }
        html.close().close().end();
    }

    private static void recording(Html html, Recording recording) {
        if (!recording.description().isEmpty()) {
            html.element("p", recording.description(), "class", "soft");
        }
        Map<String, String> facts = new LinkedHashMap<>();
        recording.producer().forEach((name, version) -> facts.put("recorded by " + name, version));
        facts.put("model", recording.model());
        if (!recording.sha256().isEmpty()) {
            facts.put("sha256", recording.sha256().substring(0, 16) + "…");
        }
        Page.facts(html, facts);
    }

    private static void finding(Html html, Explanation explanation) {
        Map<String, String> finding = new LinkedHashMap<>();
        explanation.first().ifPresent(first -> finding.put("Where", where(first)));
        if (explanation.causes().size() == 1) {
            finding.put("Why", explanation.causes().get(0).change() + ". Run again with it, every call matches.");
        } else if (!explanation.causes().isEmpty()) {
            finding.put(
                    "Why",
                    "One of these, each of which alone removes the difference: "
                            + String.join("; or ", explanation.suspects()));
        }
        if (!explanation.note().isEmpty()) {
            finding.put("Note", explanation.note());
        }
        if (finding.isEmpty()) {
            return;
        }
        html.open("dl", "class", "finding");
        finding.forEach((name, value) -> html.element("dt", name).element("dd", value));
        html.end();
    }

    /** The first lines of the divergence's own message: layer, step, whether its inputs matched, and the units. */
    private static String where(FirstDivergence first) {
        return first.message()
                .lines()
                .limit(2)
                .map(String::strip)
                .filter(line -> line.startsWith("First") || line.startsWith("only"))
                .map(line -> line.replace("First divergence: ", ""))
                .collect(Collectors.joining("; "));
    }

    private static void plots(Html html, Failed failed) {
        Optional<FirstDivergence> first = failed.explanation().first();
        Optional<Differences> differences = first.isPresent()
                ? Differences.of(first.get())
                : failed.differences().stream().findFirst().flatMap(Differences::of);
        if (first.isEmpty() && differences.isEmpty()) {
            return;
        }
        html.open("div", "class", "plots").raw("\n");
        first.ifPresent(found -> LayerErrors.draw(html, found));
        differences.ifPresent(found -> {
            HeatMap.draw(html, found);
            Histogram.of(found).draw(html, "Elements of '" + found.name() + "'", "by |java − python|");
        });
        html.end();
    }

    private static String message(Result result) {
        if (!(result.outcome() instanceof Failed failed)) {
            return TextReport.of(result);
        }
        String shown = failed.differences().stream()
                .limit(DIFFERENCES)
                .map(difference -> TextReport.of(result, difference))
                .collect(Collectors.joining("\n"));
        List<Difference> all = failed.differences();
        String more = all.size() > DIFFERENCES ? "\n… and " + (all.size() - DIFFERENCES) + " more outputs" : "";
        String explained = failed.explanation().message();
        return shown + more + (explained.isEmpty() ? "" : "\n" + explained);
    }
}
