package io.github.keras4j.report;

import io.github.keras4j.compare.Coverage;
import io.github.keras4j.compare.Verification;
import io.github.keras4j.compare.Verification.Result;
import io.github.keras4j.training.TrainingComparison;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One HTML page for people, failures first. It needs no network and no other file. It works on paper and on phones, in
 * light and dark mode. Only a training's curves, which can be zoomed, use a script.
 */
public final class HtmlReport {
    private HtmlReport() {}

    /**
     * A verification: failures with their plots, then an overview, then every fixture.
     *
     * @param about who made the page, when and how, by name
     */
    public static String of(Verification verification, Map<String, String> about) {
        return of(verification, Map.of(), about);
    }

    /**
     * As {@link #of(Verification, Map)}, with what the fixtures notice.
     *
     * @param coverage by the fixture's name
     * @param about who made the page, when and how, by name
     */
    public static String of(Verification verification, Map<String, Coverage> coverage, Map<String, String> about) {
        Html body = new Html();
        List<Result> bad = verification.results().stream()
                .filter(result -> result.outcome().isBad())
                .toList();
        FailureSections.draw(body, bad);
        Overview.draw(body, verification);
        CoverageTable.draw(body, coverage);
        FixtureTables.draw(body, verification);
        long checks = verification.results().size() - verification.count(Verification.Skipped.class);
        String title = verification.passes()
                ? "Java's numbers are Python's"
                : bad.isEmpty()
                        ? "Nothing was checked"
                        : String.format(Locale.ROOT, "%,d of %,d checks fail", bad.size(), checks);
        Page.Head head = new Page.Head(title, verification.passes(), TextReport.closing(verification), about);
        return Page.of(head, body.toString(), List.of(), List.of());
    }

    /**
     * A training: both loss curves, their difference, and how far the weights drift apart.
     *
     * @param about who made the page, when and how, by name
     */
    public static String of(TrainingComparison training, Map<String, String> about) {
        return TrainingPage.of(training, about);
    }

    /**
     * The history of a fit: a curve by epoch for each quantity, and all numbers.
     *
     * @param model its name
     * @param history one value per epoch by name; {@code epoch} has their numbers from 0
     * @param about who made the page, when and how, by name
     */
    public static String ofHistory(String model, Map<String, List<Double>> history, Map<String, String> about) {
        return FitPage.of(model, history, about);
    }
}
