package io.github.keras4j.report;

import io.github.keras4j.compare.TrainingDivergence.Step;
import io.github.keras4j.training.TrainingComparison.WeightDifference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code charts.js} draws: series of float32 in Base64, since thousands of decimals would triple the page. */
final class Charts {
    /** Of a longer training every point is the worst of several updates. */
    private static final int MOST_POINTS = 20_000;

    private static final int MOST_WEIGHTS = 8;

    private final ObjectMapper mapper = JsonMapper.builder().build();
    private final ArrayNode charts = mapper.createArrayNode();

    /** A line across a chart at an update. */
    record Mark(int update, String label) {}

    /** A place for a chart. */
    void figure(Html html, String id, String title, String hint) {
        html.open("figure", "class", "chart", "id", id).open("figcaption").element("b", title);
        html.text(" ")
                .element("span", hint, "class", "soft")
                .close()
                .element("div", "")
                .end();
    }

    /** Both losses. */
    void losses(List<Step> steps) {
        List<Step> shown = shown(steps);
        ObjectNode chart = chart("loss", false, shown.size(), i -> shown.get(i).update());
        series(chart, "python", "python", shown, Step::python);
        series(chart, "java", "java", shown, Step::java);
    }

    /** Java's losses alone. */
    void java(List<Double> losses) {
        int every = Math.max(1, (losses.size() + MOST_POINTS - 1) / MOST_POINTS);
        int points = (losses.size() + every - 1) / every;
        ObjectNode chart = chart("loss", false, points, i -> i * every + 1);
        series(chart, "java", "java", points, i -> losses.get(i * every));
    }

    /** Their difference; what is allowed is drawn as far as it was asked for. */
    void differences(List<Step> steps, int compared, Optional<Mark> mark) {
        List<Step> shown = shown(steps);
        ObjectNode chart =
                chart("difference", true, shown.size(), i -> shown.get(i).update());
        series(chart, "|java − python|", "difference", shown, Step::difference);
        if (compared > 0) {
            series(chart, "allowed", "allowed", shown, step -> step.update() <= compared ? step.allowed() : Double.NaN);
        }
        mark.ifPresent(at -> chart.putObject("mark").put("x", at.update()).put("label", at.label()));
    }

    /** The weights that are furthest apart. */
    void drift(Map<String, Map<Integer, WeightDifference>> drift, List<Integer> updates) {
        ObjectNode chart = chart("drift", true, updates.size(), updates::get);
        drift.entrySet().stream()
                .limit(MOST_WEIGHTS)
                .forEach(entry -> series(
                        chart,
                        entry.getKey(),
                        "weight",
                        updates.size(),
                        i -> Optional.ofNullable(entry.getValue().get(updates.get(i)))
                                .map(WeightDifference::difference)
                                .orElse(Double.NaN)));
    }

    /** For the page; a name in it can't end the element. */
    String data() {
        String json = mapper.writeValueAsString(charts).replace("<", "\\u003c");
        return "<script type=\"application/json\" id=\"data\">" + json + "</script>\n";
    }

    /** Of every few neighbours the one whose losses are furthest apart, so that nothing bad is left out. */
    private static List<Step> shown(List<Step> steps) {
        int every = (steps.size() + MOST_POINTS - 1) / MOST_POINTS;
        if (every <= 1) {
            return steps;
        }
        List<Step> shown = new ArrayList<>();
        for (int from = 0; from < steps.size(); from += every) {
            Step worst = steps.get(from);
            for (Step step : steps.subList(from, Math.min(steps.size(), from + every))) {
                worst = step.difference() > worst.difference() ? step : worst;
            }
            shown.add(worst);
        }
        return shown;
    }

    private ObjectNode chart(String id, boolean log, int points, IntToDoubleFunction update) {
        ObjectNode chart = charts.addObject();
        chart.put("id", id).put("log", log).put("x", encoded(points, update));
        chart.putArray("series");
        return chart;
    }

    private static void series(
            ObjectNode chart, String label, String kind, List<Step> steps, ToDoubleFunction<Step> value) {
        series(chart, label, kind, steps.size(), i -> value.applyAsDouble(steps.get(i)));
    }

    private static void series(ObjectNode chart, String label, String kind, int points, IntToDoubleFunction value) {
        ((ArrayNode) chart.get("series"))
                .addObject()
                .put("label", label)
                .put("kind", kind)
                .put("values", encoded(points, value));
    }

    private static String encoded(int points, IntToDoubleFunction value) {
        ByteBuffer bytes = ByteBuffer.allocate(points * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < points; i++) {
            bytes.putFloat((float) value.applyAsDouble(i));
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
