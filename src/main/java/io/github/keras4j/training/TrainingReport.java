package io.github.keras4j.training;

import io.github.keras4j.compare.TrainingDivergence;
import io.github.keras4j.training.TrainingComparison.Outcome;
import io.github.keras4j.training.TrainingComparison.WeightDifference;
import io.github.keras4j.training.TrainingComparison.WeightsAt;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A comparison in plain words. Nothing past the horizon is called the same. */
public final class TrainingReport {
    private final TrainingComparison c;

    private TrainingReport(TrainingComparison comparison) {
        c = comparison;
    }

    /** The report's lines, without an end of line after the last. */
    public static String of(TrainingComparison comparison) {
        return new TrainingReport(comparison).text();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        text.append(c.passes() ? "OK" : "FAILED")
                .append(" | ")
                .append(c.fixture())
                .append(" | ")
                .append(c.updates())
                .append(" updates | ")
                .append(c.dtype())
                .append(" | engine ")
                .append(c.engine())
                .append(format(" | %.2f s%n", c.seconds()));
        c.racy()
                .ifPresent(reason -> text.append("  Only the outcome is compared: ")
                        .append(reason)
                        .append(".\n"));
        c.horizon()
                .ifPresent(updates -> text.append(
                        updates < c.updates()
                                ? format(
                                        "  Horizon: Keras's own float32 and float64 runs part by 1e-4 at update %d;"
                                                + " up to there losses and weights are compared, after it the outcome.%n",
                                        updates + 1)
                                : format(
                                        "  Horizon: Keras's own float32 and float64 runs stay within 1e-4 over all %d"
                                                + " updates.%n",
                                        c.updates())));
        c.losses().filter(losses -> losses.compared() > 0).ifPresent(losses -> text.append(losses(losses)));
        c.weights().forEach(weights -> text.append(weights(weights)));
        c.outcome().ifPresent(outcome -> text.append(outcome(outcome)));
        return text.toString().stripTrailing();
    }

    private String losses(TrainingDivergence losses) {
        StringBuilder text = new StringBuilder();
        losses.worst()
                .ifPresent(worst -> text.append(format(
                        "  Loss: greatest difference of %d updates %.2e at update %d (java %s, python %s)%n",
                        losses.compared(), worst.difference(), worst.update(), worst.java(), worst.python())));
        losses.first()
                .ifPresent(first -> text.append(format(
                                "  First diverging update: %d   java %s   python %s   |java - python| = %.2e, allowed %.2e%n",
                                first.update(), first.java(), first.python(), first.difference(), first.allowed()))
                        .append(firstMoved(first.update())));
        return text.toString();
    }

    /** What the checkpoints say about where it began. */
    private String firstMoved(int update) {
        Optional<WeightsAt> before = c.weights().stream()
                .filter(weights -> weights.held() && !weights.passes())
                .findFirst();
        return before.map(at -> format(
                        "  First weight to move, at the checkpoint after update %d: %s%n",
                        at.update(),
                        at.differences().stream()
                                .filter(difference -> !difference.passes())
                                .limit(1)
                                .map(TrainingReport::element)
                                .collect(Collectors.joining())))
                .orElse(
                        update == 1
                                ? "  The loss before the first update differs: data, order, initial weights or the model itself.\n"
                                : "");
    }

    private static String weights(WeightsAt weights) {
        return weights.differences().stream()
                .limit(1)
                .map(worst -> format(
                        "  Weights after update %d: %s%s%n",
                        weights.update(),
                        element(worst),
                        !weights.held()
                                ? " (past the horizon: not held to a tolerance)"
                                : worst.passes() ? "" : " TOO FAR"))
                .collect(Collectors.joining());
    }

    private static String element(WeightDifference difference) {
        return format(
                "greatest difference %.2e at %s%s (java %s, python %s)",
                difference.difference(),
                difference.weight(),
                difference.index(),
                difference.java(),
                difference.python());
    }

    private static String outcome(Outcome outcome) {
        return format(
                "  Outcome: java answers %d of %d right (%.2f%%), python %d (%.2f%%); %d answers are the same%s%n",
                outcome.javaRight(),
                outcome.samples(),
                100.0 * outcome.javaRight() / outcome.samples(),
                outcome.pythonRight(),
                100.0 * outcome.pythonRight() / outcome.samples(),
                outcome.same(),
                outcome.passes() ? "" : " TOO FAR");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
