package io.github.keras4j.training;

import io.github.keras4j.compare.TrainingDivergence;
import io.github.keras4j.training.TrainingComparison.Errors;
import io.github.keras4j.training.TrainingComparison.Outcome;
import io.github.keras4j.training.TrainingComparison.WeightDifference;
import io.github.keras4j.training.TrainingComparison.WeightsAt;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A comparison as text for people. Nothing past the horizon is called the same. */
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
                .append(format(" | %.3f s%n", c.seconds()));
        text.append("  ").append(whatIsHeld()).append(".\n");
        if (c.repeats() > 0) {
            text.append(format(
                    "  Keras's distance from itself: of its float64 run, and of %d float32 run%s on another BLAS kernel.%n",
                    c.repeats(), c.repeats() == 1 ? "" : "s"));
        }
        c.losses().filter(losses -> losses.compared() > 0).ifPresent(losses -> text.append(losses(losses)));
        c.weights().forEach(weights -> text.append(weights(weights)));
        c.outcome().ifPresent(outcome -> text.append(outcome(outcome)));
        c.errors().ifPresent(errors -> text.append(errors(errors)));
        text.append("  ").append(verdict()).append('.');
        return text.toString();
    }

    private String whatIsHeld() {
        if (c.racy().isPresent()) {
            return "Only the outcome is compared: " + c.racy().get();
        }
        if (c.losses().isEmpty()) {
            return "No losses are recorded: weights and the outcome are compared";
        }
        if (c.horizon().isEmpty()) {
            return "Every update is compared; no second run of Keras is recorded, so there is no horizon";
        }
        return isPastHorizon()
                ? format(
                        "Horizon: Keras's own float32 and float64 runs differ by 1e-4 at update %d; up to there losses and"
                                + " weights are compared, after it the outcome",
                        c.horizon().get() + 1)
                : format(
                        "Horizon: Keras's own float32 and float64 runs stay within 1e-4 over all %d updates",
                        c.updates());
    }

    private boolean isPastHorizon() {
        return c.horizon().isPresent() && c.horizon().get() < c.updates();
    }

    /** What may be said, and no more. */
    private String verdict() {
        if (!c.passes()) {
            return "Not the same training";
        }
        if (c.racy().isPresent()) {
            return "The outcome is as good; Keras itself does not repeat this run more closely";
        }
        if (isPastHorizon()) {
            return format(
                    "The same training for %d of %d updates, as far as Keras agrees with itself; after that only the"
                            + " outcome is as good",
                    c.horizon().get(), c.updates());
        }
        return c.losses().isEmpty() ? "The same weights at the end" : "The same training, update by update";
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

    private String notHeld() {
        return c.racy().isPresent() ? " (not compared)" : " (past the horizon: no tolerance applies)";
    }

    private String weights(WeightsAt weights) {
        return weights.differences().stream()
                .limit(1)
                .map(worst -> format(
                        "  Weights after update %d: %s%s%n",
                        weights.update(),
                        element(worst),
                        !weights.held() ? notHeld() : worst.passes() ? "" : " TOO FAR"))
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
                "  Outcome: java answers %d of %d right (%.2f%%), python %d (%.2f%%); the two agree on %d%s%n",
                outcome.javaRight(),
                outcome.samples(),
                100.0 * outcome.javaRight() / outcome.samples(),
                outcome.pythonRight(),
                100.0 * outcome.pythonRight() / outcome.samples(),
                outcome.same(),
                outcome.passes() ? "" : " TOO FAR");
    }

    private static String errors(Errors errors) {
        return format(
                "  Outcome: java's answers are %.6g from their targets on average, python's %.6g; the two differ by at most"
                        + " %.2e%s%n",
                errors.java(), errors.python(), errors.greatest(), errors.passes() ? "" : " TOO FAR");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
