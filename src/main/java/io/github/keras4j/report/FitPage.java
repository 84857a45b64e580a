package io.github.keras4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The history of a fit: a curve by epoch for each quantity, with that of the validation, and all numbers. */
final class FitPage {
    private static final String VALIDATION = "val_";
    private static final int WIDTH = 400;
    private static final int HEIGHT = 180;
    private static final int TOP = 12;
    private static final int LEFT = 70;

    private FitPage() {}

    /** @param history one value per epoch by name; {@code epoch} has their numbers from 0 */
    static String of(String model, Map<String, List<Double>> history, Map<String, String> about) {
        Html body = new Html();
        history.forEach((name, values) -> {
            if (!name.equals("epoch") && !name.startsWith(VALIDATION)) {
                curve(body, name, values, history.getOrDefault(VALIDATION + name, List.of()));
            }
        });
        table(body, history);
        List<Double> losses = history.getOrDefault("loss", List.of());
        boolean good = losses.stream().allMatch(Double::isFinite);
        String lead = String.format(Locale.ROOT, "%s: %,d epochs", model, losses.size());
        Page.Head head = new Page.Head(good ? "The training" : "The loss is not finite", good, lead, about);
        return Page.of(head, body.toString(), List.of(), List.of());
    }

    private static void curve(Html html, String name, List<Double> trained, List<Double> validated) {
        double[] finite = Stream.concat(trained.stream(), validated.stream())
                .filter(Double::isFinite)
                .mapToDouble(Double::doubleValue)
                .toArray();
        if (finite.length == 0) {
            return;
        }
        double least = java.util.Arrays.stream(finite).min().orElse(0);
        double most = java.util.Arrays.stream(finite).max().orElse(0);
        String hint = validated.isEmpty() ? "by epoch" : "by epoch; dashed: of the validation";
        Plot.open(html, name, hint, WIDTH, HEIGHT);
        for (double at : new double[] {most, least}) {
            String y = Html.number(y(at, least, most));
            html.element("text", number(at), "x", String.valueOf(LEFT - 6), "y", y, "text-anchor", "end");
        }
        line(html, "curve", trained, least, most);
        line(html, "curve validated", validated, least, most);
        Plot.close(html);
    }

    private static double y(double value, double least, double most) {
        double share = most > least ? (value - least) / (most - least) : 0.5;
        return TOP + (1 - share) * (HEIGHT - 2 * TOP);
    }

    /** What is not finite has no point. */
    private static void line(Html html, String kind, List<Double> values, double least, double most) {
        List<String> points = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (Double.isFinite(values.get(i))) {
                double x = LEFT + (WIDTH - LEFT - 8.0) * i / Math.max(1, values.size() - 1);
                points.add(Html.number(x) + "," + Html.number(y(values.get(i), least, most)));
            }
        }
        if (!points.isEmpty()) {
            html.empty("polyline", "class", kind, "points", String.join(" ", points));
        }
    }

    private static void table(Html html, Map<String, List<Double>> history) {
        html.open("details").element("summary", "All numbers");
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        history.keySet().forEach(name -> html.element("th", name));
        html.close().end().open("tbody").raw("\n");
        int epochs = history.values().stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < epochs; i++) {
            html.open("tr");
            for (Map.Entry<String, List<Double>> column : history.entrySet()) {
                double value = column.getValue().get(i);
                html.element("td", column.getKey().equals("epoch") ? String.valueOf((long) value + 1) : number(value));
            }
            html.end();
        }
        html.close().close().close().end();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 1e-3 || value == 0 ? "%.4f" : "%.2e", value);
    }
}
