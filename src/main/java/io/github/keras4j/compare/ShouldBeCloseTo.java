package io.github.keras4j.compare;

import io.github.keras4j.compare.TensorDiff.Element;
import io.github.keras4j.compare.TensorDiff.ValuesDiff;
import java.util.Locale;

/** The message of an output with elements beyond the tolerance. */
final class ShouldBeCloseTo {
    private ShouldBeCloseTo() {}

    static String message(ValuesDiff diff) {
        Element worst = diff.worst().orElseThrow();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "  Mismatched elements: %d / %d (%s%%)   allowed: %s",
                diff.mismatched(),
                diff.elements(),
                percent(diff.mismatched(), diff.elements()),
                diff.tolerance()));
        if (diff.notFinite() > 0) {
            text.append("\n  Of these with a NaN or an infinity on one side: ").append(diff.notFinite());
        }
        text.append("\n  Greatest absolute difference: ")
                .append(Numbers.brief(worst.absolute()))
                .append(" at ")
                .append(Numbers.index(diff.javaShape(), worst.index()))
                .append("\n    java    ")
                .append(Numbers.withBits(worst.java(), diff.dtype()))
                .append("     python  ")
                .append(Numbers.withBits(worst.python(), diff.dtype()));
        text.append("\n  Would pass with: ")
                .append(
                        diff.sufficientAtol().isPresent()
                                ? "atol="
                                        + Numbers.roundedUp(
                                                diff.sufficientAtol().getAsDouble())
                                : "no tolerance, for NaN passes only as NaN and an infinity only as the same infinity");
        return text.toString();
    }

    /** At least 0.1, so that a difference never reads as none. */
    private static String percent(int part, int all) {
        double percent = 100.0 * part / all;
        return String.format(Locale.ROOT, "%.1f", part < all ? Math.min(99.9, Math.max(0.1, percent)) : percent);
    }
}
