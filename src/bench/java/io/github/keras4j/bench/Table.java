package io.github.keras4j.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Prints JMH's files as one table: a call's median by each peer, and keras4j's share of the others' time. */
public final class Table {
    private record Run(double micros, double bytes) {}

    private record Case(String model, int batch) implements Comparable<Case> {
        @Override
        public int compareTo(Case other) {
            int order = model.compareTo(other.model);
            return order != 0 ? order : Integer.compare(batch, other.batch);
        }
    }

    private Table() {}

    /** @param args JMH's results in JSON */
    public static void main(String[] args) throws IOException {
        Map<Case, Map<String, Run>> cases = new TreeMap<>();
        for (String file : args) {
            for (JsonNode result : new ObjectMapper().readTree(new File(file))) {
                JsonNode parameters = result.get("params");
                JsonNode metric = result.get("primaryMetric");
                JsonNode bytes = result.at("/secondaryMetrics/gc.alloc.rate.norm/score");
                cases.computeIfAbsent(
                                new Case(
                                        parameters.get("model").asText(),
                                        parameters.get("batch").asInt()),
                                one -> new TreeMap<>())
                        .put(
                                parameters.get("peer").asText(),
                                new Run(
                                        metric.at("/scorePercentiles/50.0").asDouble(),
                                        bytes.asDouble(Double.NaN)));
            }
        }
        System.out.println(
                "| model | batch | keras4j, µs per call | ONNX Runtime | ratio | Deeplearning4j | ratio | bytes per call |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        cases.forEach((one, runs) -> {
            Run own = runs.getOrDefault("KERAS4J", new Run(Double.NaN, Double.NaN));
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %s | %s | %.0f |%n",
                    one.model,
                    one.batch,
                    micros(own.micros),
                    against(own, runs.get("ONNXRUNTIME")) + " | " + against(own, runs.get("DL4J")),
                    Math.floor(own.bytes));
        });
    }

    private static String against(Run own, Run peer) {
        return peer == null ? " | " : micros(peer.micros) + " | " + ratio(own.micros / peer.micros);
    }

    private static String ratio(double share) {
        return share < 0.2 ? String.format(Locale.ROOT, "1/%.1f", 1 / share) : String.format(Locale.ROOT, "%.2f", share);
    }

    private static String micros(double micros) {
        return String.format(Locale.ROOT, micros < 10 ? "%.2f" : micros < 100 ? "%.1f" : "%,.0f", micros);
    }
}
