package io.github.keras4j.validate;

import io.github.keras4j.compare.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a validation demands.
 *
 * @param tolerance of an element
 * @param mostOutside the greatest share of elements outside of the tolerance
 * @param leastAgreement the least share of Python's decisions; empty: any
 * @param mostMetricDifference how far a metric may be from Python's; empty: any
 * @param leastMetrics the least value of metrics, by name
 */
public record Thresholds(
        Tolerance tolerance,
        double mostOutside,
        OptionalDouble leastAgreement,
        OptionalDouble mostMetricDifference,
        Map<String, Double> leastMetrics) {
    /** The names are copied. */
    public Thresholds {
        leastMetrics = Map.copyOf(leastMetrics);
    }

    List<String> missed(
            List<Validation.OutputResult> outputs, Map<String, Double> metrics, Map<String, Double> python) {
        List<String> missed = new ArrayList<>();
        for (Validation.OutputResult output : outputs) {
            double share = output.elements() == 0 ? 0 : (double) output.outside() / output.elements();
            if (share > mostOutside) {
                missed.add(text(
                        "output '%s': %d of %d elements are outside of %s (allowed: %s)",
                        output.name(), output.outside(), output.elements(), tolerance, mostOutside));
            }
            if (leastAgreement.isPresent() && output.agreement() < leastAgreement.getAsDouble()) {
                missed.add(text(
                        "output '%s': agreement %s is less than %s",
                        output.name(), output.agreement(), leastAgreement.getAsDouble()));
            }
        }
        python.forEach((name, value) -> {
            double own = metrics.getOrDefault(name, Double.NaN);
            if (mostMetricDifference.isPresent() && !(Math.abs(own - value) <= mostMetricDifference.getAsDouble())) {
                missed.add(text("%s: %s, Python has %s", name, own, value));
            }
        });
        leastMetrics.forEach((name, least) -> {
            double own = metrics.getOrDefault(name, Double.NaN);
            if (!(own >= least)) {
                missed.add(text("%s: %s is less than %s", name, own, least));
            }
        });
        return missed;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
