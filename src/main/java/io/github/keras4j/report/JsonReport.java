package io.github.keras4j.report;

import io.github.keras4j.compare.Coverage;
import io.github.keras4j.compare.Explanation;
import io.github.keras4j.compare.TensorDiff.Element;
import io.github.keras4j.compare.TensorDiff.ValuesDiff;
import io.github.keras4j.compare.Verification;
import io.github.keras4j.compare.Verification.Difference;
import io.github.keras4j.compare.Verification.Failed;
import io.github.keras4j.compare.Verification.Passed;
import io.github.keras4j.compare.Verification.Result;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A verification for programs. */
public final class JsonReport {
    private JsonReport() {}

    /** One JSON object, indented. */
    public static String of(Verification verification) {
        return of(verification, Map.of());
    }

    /**
     * One JSON object, indented.
     *
     * @param coverage what fixtures notice, by the fixture's name
     */
    public static String of(Verification verification, Map<String, Coverage> coverage) {
        ObjectMapper mapper = JsonMapper.builder().build();
        ObjectNode root = mapper.createObjectNode();
        root.put("passes", verification.passes());
        root.put("seconds", verification.nanos() / 1e9);
        ObjectNode counts = root.putObject("counts");
        counts.put("fixtures", verification.fixtures());
        counts.put("checks", verification.results().size());
        counts.put("passed", verification.count(Verification.Passed.class));
        counts.put(
                "failed",
                verification.count(Failed.class)
                        + verification.count(Verification.NotRejected.class)
                        + verification.count(Verification.Unsupported.class));
        counts.put(
                "errors",
                verification.count(Verification.Unreadable.class) + verification.count(Verification.Fault.class));
        counts.put("skipped", verification.count(Verification.Skipped.class));
        coverage.forEach(
                (fixture, found) -> write(found, root.withObject("/coverage").putObject(fixture)));
        ArrayNode results = root.putArray("results");
        for (Result result : verification.results()) {
            write(result, results.addObject());
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void write(Coverage found, ObjectNode node) {
        node.put("arrays", found.arrays());
        found.missedArrays().forEach(node.putArray("missed_arrays")::add);
        node.put("units", found.units());
        node.put("units_noticed", found.unitsNoticed());
        node.put("weights", found.weights().size());
        node.put("weights_noticed", found.weightsNoticed());
        ObjectNode dead = node.putObject("dead");
        found.dead()
                .forEach(one -> one.units()
                        .forEach(dead.withArray(
                                "/" + one.layer().replace("~", "~0").replace("/", "~1"))::add));
        node.put("seconds", found.seconds());
    }

    private static void write(Result result, ObjectNode node) {
        node.put("fixture", result.fixture());
        node.put("engine", result.engine());
        node.put("outcome", TextReport.word(result.outcome()).toLowerCase(Locale.ROOT));
        node.put("seconds", result.nanos() / 1e9);
        if (result.outcome() instanceof Passed passed) {
            node.put("calls", passed.calls());
            node.put("greatest_absolute", passed.greatest());
        } else if (result.outcome() instanceof Failed failed) {
            ArrayNode differences = node.putArray("differences");
            failed.differences().forEach(difference -> write(difference, differences.addObject()));
            write(failed.explanation(), node);
        } else {
            node.put("message", TextReport.said(result.outcome()));
        }
    }

    private static void write(Explanation explanation, ObjectNode node) {
        explanation.first().ifPresent(first -> {
            ObjectNode divergence = node.putObject("first_divergence");
            divergence.put("call", first.call());
            divergence.put("layer", first.layer().name());
            divergence.put("class_name", first.layer().className());
            divergence.put("position", first.layer().position());
            first.step().ifPresent(step -> divergence.put("time_step", step));
            first.units().forEach(divergence.putArray("units")::add);
            first.unrecorded().forEach(divergence.putArray("or_in")::add);
            ObjectNode errors = divergence.putObject("greatest_absolute_by_layer");
            first.errors().forEach(error -> errors.put(error.name(), error.greatest()));
        });
        ArrayNode causes = node.putArray("causes");
        explanation.causes().forEach(cause -> {
            ObjectNode one = causes.addObject();
            one.put("kind", cause.kind().name().toLowerCase(Locale.ROOT));
            one.put("layer", cause.layer());
            one.put("change", cause.change());
        });
        node.put("note", explanation.note());
    }

    private static void write(Difference difference, ObjectNode node) {
        node.put("call", difference.call());
        node.put("kind", difference.kind().name().toLowerCase(Locale.ROOT));
        node.put("name", difference.name());
        node.put("dtype", difference.diff().dtype().kerasName());
        sizes(difference.diff().javaShape().sizes(), node.putArray("shape"));
        node.put("message", difference.diff().message());
        if (difference.diff() instanceof ValuesDiff values) {
            node.put("elements", values.elements());
            node.put("mismatched", values.mismatched());
            node.put("rtol", values.tolerance().rtol());
            node.put("atol", values.tolerance().atol());
            values.worst().ifPresent(element -> write(element, node.putObject("greatest_absolute")));
            values.greatestRelative().ifPresent(element -> write(element, node.putObject("greatest_relative")));
            if (values.sufficientAtol().isPresent()) {
                node.put("sufficient_atol", values.sufficientAtol().getAsDouble());
            }
        }
    }

    private static void write(Element element, ObjectNode node) {
        node.put("index", element.index());
        node.put("java", element.java());
        node.put("python", element.python());
    }

    private static void sizes(int[] sizes, ArrayNode node) {
        for (int size : sizes) {
            node.add(size);
        }
    }
}
