package io.github.keras4j.report;

import io.github.keras4j.compare.TrainingDivergence;
import io.github.keras4j.compare.TrainingDivergence.Step;
import io.github.keras4j.errors.OptionalLibrary;
import io.github.keras4j.training.TrainingComparison;
import io.github.keras4j.training.TrainingComparison.WeightDifference;
import io.github.keras4j.training.TrainingComparison.WeightsAt;
import io.github.keras4j.training.TrainingReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A training beside the recorded one. The curves are drawn by uPlot, which lies in the page. */
final class TrainingPage {
    /** uPlot's version, as the pom has it. */
    private static final String UPLOT = "META-INF/resources/webjars/uplot/1.6.30/dist/";

    private TrainingPage() {}

    static String of(TrainingComparison training, Map<String, String> about) {
        OptionalLibrary.UPLOT.require("A training's page");
        Html body = new Html();
        Charts charts = new Charts();
        body.element("pre", TrainingReport.of(training)).raw("\n");
        losses(body, charts, training);
        weights(body, charts, training);
        body.element("noscript", "A script in this page draws the curves, and scripts are turned off.");
        body.raw(charts.data());
        Page.Head head = new Page.Head(title(training), training.passes(), lead(training), about);
        return Page.of(
                head,
                body.toString(),
                List.of(Page.read(UPLOT + "uPlot.min.css")),
                List.of(Page.read(UPLOT + "uPlot.iife.min.js"), Page.resource("charts.js")));
    }

    /** Nothing past the horizon is called the same. */
    private static String title(TrainingComparison training) {
        if (!training.passes()) {
            return "Java's training is not Python's";
        }
        if (training.racy().isPresent()) {
            return "Java's training ends as Python's did";
        }
        return training.horizon()
                        .filter(horizon -> horizon < training.updates())
                        .isPresent()
                ? "Java trains as Python did, up to Keras's own horizon"
                : "Java trains as Python did";
    }

    private static String lead(TrainingComparison training) {
        return String.format(
                Locale.ROOT,
                "%s: %,d updates in %s by engine %s",
                training.fixture(),
                training.updates(),
                training.dtype(),
                training.engine());
    }

    private static void losses(Html html, Charts charts, TrainingComparison training) {
        html.element("h2", "Loss").raw("\n");
        if (training.losses().isEmpty()) {
            charts.figure(html, "loss", "Loss in Java by update", "no losses were recorded");
            charts.java(training.losslog());
            return;
        }
        TrainingDivergence losses = training.losses().get();
        charts.figure(
                html, "loss", "Both losses by update", "Java's over Python's; drag to zoom, click twice to go back");
        charts.losses(losses.steps());
        long equal =
                losses.steps().stream().filter(step -> step.difference() == 0).count();
        charts.figure(
                html,
                "difference",
                "|java − python| by update",
                String.format(
                        Locale.ROOT,
                        "log scale; %,d of %,d updates are equal to the last bit and have no point",
                        equal,
                        losses.steps().size()));
        Optional<Step> mark = losses.first();
        charts.differences(
                losses.steps(),
                losses.compared(),
                mark.isPresent()
                        ? Optional.of(new Charts.Mark(mark.get().update(), "first diverging update"))
                        : training.horizon()
                                .filter(horizon -> horizon < training.updates())
                                .map(horizon -> new Charts.Mark(horizon + 1, "Keras's own horizon")));
    }

    private static void weights(Html html, Charts charts, TrainingComparison training) {
        if (training.weights().isEmpty()) {
            return;
        }
        html.element("h2", "Weights").raw("\n");
        Map<String, Map<Integer, WeightDifference>> drift = new LinkedHashMap<>();
        List<WeightsAt> all = training.weights();
        for (WeightsAt at : List.of(all.get(all.size() - 1))) { // the furthest at the end stand first
            at.differences().forEach(one -> drift.put(one.weight(), new LinkedHashMap<>()));
        }
        for (WeightsAt at : all) {
            at.differences()
                    .forEach(one -> drift.computeIfAbsent(one.weight(), any -> new LinkedHashMap<>())
                            .put(at.update(), one));
        }
        if (all.size() > 1) {
            charts.figure(
                    html, "drift", "How far the weights drift apart", "greatest |java − python| of each, log scale");
            charts.drift(drift, all.stream().map(WeightsAt::update).toList());
        }
        table(html, drift, all);
    }

    private static void table(Html html, Map<String, Map<Integer, WeightDifference>> drift, List<WeightsAt> all) {
        html.open("div", "class", "scroll")
                .open("table", "class", "drift")
                .open("thead")
                .open("tr");
        html.element("th", "greatest |java − python| after update");
        all.forEach(at -> html.element("th", String.format(Locale.ROOT, "%,d", at.update()) + (at.held() ? "" : " *")));
        html.close().end().open("tbody").raw("\n");
        drift.forEach((weight, byUpdate) -> {
            html.open("tr").element("th", weight);
            for (WeightsAt at : all) {
                Optional<WeightDifference> one = Optional.ofNullable(byUpdate.get(at.update()));
                boolean bad = at.held() && one.isPresent() && !one.get().passes();
                String text = one.map(difference -> Plot.brief(difference.difference()))
                        .orElse("");
                html.element("td", bad ? "✗ " + text : text, "class", bad ? "bad" : at.held() ? "" : "soft");
            }
            html.end();
        });
        html.close().close().end();
        if (all.stream().anyMatch(at -> !at.held())) {
            html.element("p", "* past the horizon: no tolerance applies", "class", "soft")
                    .raw("\n");
        }
    }
}
