package io.github.keras4j.report;

import io.github.keras4j.validate.Spread;
import io.github.keras4j.validate.Validation;
import io.github.keras4j.validate.Validation.EngineResult;
import io.github.keras4j.validate.Validation.OutputResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A validation as JSON, as JUnit XML and as a page. */
public final class ValidationFiles {
    private static final double[] SHARES = {0.5, 0.9, 0.99, 0.999, 1};
    private static final String[] NAMES = {"p50", "p90", "p99", "p99_9", "greatest"};
    private static final int LEAST = -10;

    private ValidationFiles() {}

    /** One JSON object, indented. */
    public static String json(Validation validation) {
        ObjectMapper mapper = JsonMapper.builder().build();
        ObjectNode root = mapper.createObjectNode();
        root.put("passes", validation.passes());
        root.put("model", validation.model());
        root.put("rows", validation.rows());
        root.put("python", validation.python().orElse(null));
        root.put("seconds", validation.seconds());
        validation.pythonMetrics().forEach(root.putObject("python_metrics")::put);
        ArrayNode engines = root.putArray("engines");
        for (EngineResult engine : validation.engines()) {
            ObjectNode node = engines.addObject();
            node.put("engine", engine.engine());
            node.put("seconds", engine.seconds());
            engine.metrics().forEach(node.putObject("metrics")::put);
            engine.missed().forEach(node.putArray("missed")::add);
            ArrayNode outputs = node.putArray("outputs");
            engine.outputs().forEach(output -> write(output, outputs.addObject()));
        }
        validation.notes().forEach(root.putArray("notes")::add);
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void write(OutputResult output, ObjectNode node) {
        node.put("name", output.name());
        node.put("task", output.task().name().toLowerCase(Locale.ROOT));
        node.put("elements", output.elements());
        node.put("equal", output.absolute().zeros());
        node.put("outside", output.outside());
        output.worst().ifPresent(worst -> {
            ObjectNode one = node.putObject("worst");
            one.put("row", worst.row());
            one.put("java", worst.java());
            one.put("python", worst.python());
        });
        write(output.absolute(), node.putObject("absolute"));
        write(output.relative(), node.putObject("relative"));
        write(output.ulps(), node.putObject("ulps"));
        node.put("decisions", output.decisions());
        node.put("flipped", output.flipped());
        node.put("agreement", output.agreement());
        if (output.topK() > 0) {
            node.put("top_k", output.topK());
            node.put("top_k_changed", output.topChanged());
        }
        ArrayNode flips = node.putArray("flips");
        output.flips().forEach(flip -> {
            ObjectNode one = flips.addObject();
            one.put("row", flip.row());
            one.put("java", flip.java());
            one.put("java_score", flip.javaScore());
            one.put("python", flip.python());
            one.put("python_score", flip.pythonScore());
            flip.target().ifPresent(target -> one.put("target", target));
        });
    }

    private static void write(Spread spread, ObjectNode node) {
        for (int i = 0; i < SHARES.length; i++) {
            node.put(NAMES[i], spread.quantile(SHARES[i]));
        }
        node.put("mean", spread.mean());
    }

    /** A test case per engine; what was missed is its failure. */
    public static String junit(Validation validation) {
        long failures = validation.engines().stream()
                .filter(engine -> !engine.missed().isEmpty())
                .count();
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append(String.format(
                Locale.ROOT,
                "<testsuite name=\"keras4j validate\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"0\""
                        + " time=\"%.3f\">\n",
                validation.engines().size(),
                failures,
                validation.seconds()));
        for (EngineResult engine : validation.engines()) {
            xml.append(String.format(
                    Locale.ROOT,
                    "  <testcase classname=\"%s\" name=\"%s\" time=\"%.3f\"",
                    JUnitXml.escape(validation.model()),
                    JUnitXml.escape(engine.engine()),
                    engine.seconds()));
            if (engine.missed().isEmpty()) {
                xml.append("/>\n");
            } else {
                xml.append(">\n    <failure message=\"")
                        .append(JUnitXml.escape(engine.missed().get(0)))
                        .append("\">")
                        .append(JUnitXml.escape(String.join("\n", engine.missed())))
                        .append("</failure>\n  </testcase>\n");
            }
        }
        return xml.append("</testsuite>\n").toString();
    }

    /** One page that needs no network. */
    public static String html(Validation validation, Map<String, String> about) {
        Html body = new Html();
        missed(body, validation);
        metrics(body, validation);
        for (EngineResult engine : validation.engines()) {
            engine.outputs().forEach(output -> output(body, engine, output));
        }
        validation
                .notes()
                .forEach(note -> body.element("p", note, "class", "soft").raw("\n"));
        String title = !validation.passes()
                ? "Java misses a threshold"
                : validation.python().isPresent() ? "Java answers as Python does" : "Java meets the thresholds";
        String lead = String.format(
                Locale.ROOT,
                "model '%s' over %,d rows%s",
                validation.model(),
                validation.rows(),
                validation.python().map(who -> ", beside " + who).orElse(""));
        return Page.of(new Page.Head(title, validation.passes(), lead, about), body.toString(), List.of(), List.of());
    }

    private static void missed(Html html, Validation validation) {
        for (EngineResult engine : validation.engines()) {
            if (!engine.missed().isEmpty()) {
                html.open("section", "class", "failure");
                html.element("h2", "engine " + engine.engine());
                engine.missed().forEach(missed -> html.element("p", missed));
                html.end();
            }
        }
    }

    private static void metrics(Html html, Validation validation) {
        if (validation.engines().stream().allMatch(engine -> engine.metrics().isEmpty())) {
            return;
        }
        boolean python = !validation.pythonMetrics().isEmpty();
        html.element("h2", "Metrics").raw("\n");
        html.open("div", "class", "scroll").open("table", "class", "drift");
        html.open("thead").open("tr").element("th", "metric");
        if (python) {
            html.element("th", "Python");
        }
        validation.engines().forEach(engine -> html.element("th", engine.engine()));
        html.close().close().open("tbody");
        for (String name : validation.engines().get(0).metrics().keySet()) {
            html.open("tr").element("td", name);
            if (python) {
                html.element(
                        "td", ValidationText.number(validation.pythonMetrics().getOrDefault(name, Double.NaN)));
            }
            validation
                    .engines()
                    .forEach(engine -> html.element(
                            "td", ValidationText.number(engine.metrics().getOrDefault(name, Double.NaN))));
            html.end();
        }
        html.close().close().end();
    }

    private static void output(Html html, EngineResult engine, OutputResult output) {
        html.element("h2", "Output '" + output.name() + "' on " + engine.engine())
                .raw("\n");
        html.element(
                "p",
                String.format(
                        Locale.ROOT,
                        "%,d elements: %,d equal, %,d outside of the tolerance.%s",
                        output.elements(),
                        output.absolute().zeros(),
                        output.outside(),
                        output.decisions() == 0
                                ? ""
                                : " " + ValidationText.percent(output.agreement()) + " of "
                                        + String.format(Locale.ROOT, "%,d", output.decisions())
                                        + " decisions are Python's."));
        html.open("div", "class", "overview");
        histogram(html, output.absolute());
        html.open("div", "class", "scroll").open("table", "class", "drift");
        html.open("thead").open("tr");
        for (String head : new String[] {"difference", "half", "90 %", "99 %", "99.9 %", "greatest"}) {
            html.element("th", head);
        }
        html.close().close().open("tbody");
        row(html, "absolute", output.absolute());
        row(html, "relative", output.relative());
        row(html, "ulps", output.ulps());
        html.close().close().close().end();
        if (!output.flips().isEmpty()) {
            html.open("details", "open", "open")
                    .element("summary", String.format(Locale.ROOT, "%,d rows are decided otherwise", output.flipped()));
            output.flips().forEach(flip -> html.element("p", ValidationText.flip(flip)));
            html.end();
        }
    }

    private static void row(Html html, String name, Spread spread) {
        html.open("tr").element("td", name);
        for (double share : SHARES) {
            html.element("td", ValidationText.brief(spread.quantile(share)));
        }
        html.end();
    }

    private static void histogram(Html html, Spread spread) {
        long[] counts = spread.decades(LEAST, 0);
        double most = Math.max(1, spread.zeros());
        for (long count : counts) {
            most = Math.max(most, count);
        }
        List<Plot.Row> rows = new ArrayList<>();
        rows.add(new Plot.Row("equal", spread.zeros() / most, 0, String.format(Locale.ROOT, "%,d", spread.zeros())));
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                String label = i == counts.length - 1 ? "1e0 and more" : "below 1e" + (LEAST + i + 1);
                rows.add(new Plot.Row(label, counts[i] / most, 0, String.format(Locale.ROOT, "%,d", counts[i])));
            }
        }
        Plot.draw(html, "Absolute differences", "a row per power of ten", rows, List.of());
    }
}
