package io.github.keras4j.report;

import io.github.keras4j.compare.Explanation;
import io.github.keras4j.compare.FirstDivergence;
import io.github.keras4j.compare.Verification.Difference;
import io.github.keras4j.compare.Verification.Failed;
import io.github.keras4j.compare.Verification.Recording;
import io.github.keras4j.compare.Verification.Result;
import java.util.LinkedHashMap;
import java.util.List;
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
        for (int i = 0; i < Math.min(LISTED, bad.size()); i++) {
            section(html, bad.get(i), i < DRAWN);
        }
        if (bad.size() > LISTED) {
            html.element("p", "and " + (bad.size() - LISTED) + " more failures: see the tables below.")
                    .raw("\n");
        }
    }

    private static void section(Html html, Result result, boolean drawn) {
        html.open("section", "class", "failure");
        html.open("h2").element("span", TextReport.word(result.outcome()), "class", "word");
        html.text(" " + result.fixture());
        if (!result.engine().isEmpty()) {
            html.text(" ").element("span", "on " + result.engine(), "class", "soft");
        }
        html.end();
        result.recording().ifPresent(recording -> recording(html, recording));
        if (result.outcome() instanceof Failed failed) {
            finding(html, failed.explanation());
            if (drawn) {
                plots(html, failed);
            }
        }
        html.element("pre", message(result));
        html.end();
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
