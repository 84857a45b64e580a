package io.github.keras4j.report;

import io.github.keras4j.compare.Verification;
import io.github.keras4j.compare.Verification.Failed;
import io.github.keras4j.compare.Verification.Outcome;
import io.github.keras4j.compare.Verification.Passed;
import io.github.keras4j.compare.Verification.Result;
import io.github.keras4j.compare.Verification.Skipped;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A row per fixture, a column per engine. A folder's rows are collapsed if all are right, so that thousands of them
 * take no space, on paper too.
 */
final class FixtureTables {
    private static final int FEW = 30;

    private FixtureTables() {}

    /** A folder's fixtures, each with its results. */
    private record Group(String folder, Map<Path, List<Result>> fixtures) {
        long bad() {
            return fixtures.values().stream().filter(Group::isBad).count();
        }

        long right() {
            return fixtures.values().stream()
                    .filter(results ->
                            !isBad(results) && results.stream().anyMatch(result -> result.outcome() instanceof Passed))
                    .count();
        }

        static boolean isBad(List<Result> results) {
            return results.stream().anyMatch(result -> result.outcome().isBad());
        }
    }

    static void draw(Html html, Verification verification) {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (Result result : verification.results()) {
            int slash = result.fixture().lastIndexOf('/');
            String folder = slash < 0 ? "" : result.fixture().substring(0, slash);
            groups.computeIfAbsent(folder, name -> new Group(name, new LinkedHashMap<>()))
                    .fixtures()
                    .computeIfAbsent(result.folder(), any -> new java.util.ArrayList<>())
                    .add(result);
        }
        Set<String> engines = Overview.engines(verification);
        engines.remove("");
        boolean few = verification.fixtures() <= FEW;
        html.element("h2", "Every fixture").raw("\n");
        groups.values().stream()
                .sorted(Comparator.comparing(group -> group.bad() == 0)) // stable: else in the order of the run
                .forEach(group -> group(html, group, engines, few));
    }

    private static void group(Html html, Group group, Set<String> engines, boolean few) {
        long bad = group.bad();
        if (few || bad > 0) {
            html.open("details", "open", "open");
        } else {
            html.open("details");
        }
        html.open("summary")
                .element("b", group.folder().isEmpty() ? "fixtures" : group.folder())
                .text(" ");
        counted(html, bad, "wrong", "bad");
        counted(html, group.right(), "right", "good");
        counted(html, group.fixtures().size() - bad - group.right(), "not checked", "soft");
        html.end();
        html.open("div", "class", "scroll")
                .open("table")
                .open("thead")
                .open("tr")
                .element("th", "fixture");
        engines.forEach(engine -> html.element("th", engine));
        html.close().end().open("tbody").raw("\n");
        group.fixtures().values().stream()
                .sorted(Comparator.comparing(results -> !Group.isBad(results)))
                .forEach(results -> row(html, group, results, engines));
        html.close().close().close().end();
    }

    private static void counted(Html html, long count, String what, String kind) {
        if (count > 0) {
            html.text(" ").element("span", String.format(Locale.ROOT, "%,d %s", count, what), "class", kind);
        }
    }

    private static void row(Html html, Group group, List<Result> results, Set<String> engines) {
        String name = results.get(0).fixture();
        html.open("tr")
                .element(
                        "td",
                        group.folder().isEmpty()
                                ? name
                                : name.substring(group.folder().length() + 1));
        if (results.get(0).engine().isEmpty()) { // it failed before an engine had its turn
            html.open("td", "colspan", String.valueOf(Math.max(1, engines.size())));
            results.forEach(result -> outcome(html, result.outcome()));
            html.close().end();
            return;
        }
        for (String engine : engines) {
            html.open("td");
            results.stream()
                    .filter(result -> result.engine().equals(engine))
                    .forEach(result -> outcome(html, result.outcome()));
            html.close();
        }
        html.end();
    }

    private static void outcome(Html html, Outcome outcome) {
        if (outcome instanceof Passed passed) {
            html.element("span", "✓", "class", "good").text(" ");
            if (passed.calls() == 0) {
                html.text("refused, as expected");
            } else {
                html.element("span", Plot.brief(passed.greatest()), "class", "num");
            }
        } else if (outcome instanceof Skipped skipped) {
            html.element("span", "– " + skipped.reason(), "class", "soft");
        } else if (outcome instanceof Failed failed) {
            html.element("b", "✗ " + Plot.brief(Overview.greatest(failed)), "class", "num bad");
        } else {
            html.element("b", "✗ " + TextReport.word(outcome), "class", "bad").text(" " + TextReport.said(outcome));
        }
    }
}
