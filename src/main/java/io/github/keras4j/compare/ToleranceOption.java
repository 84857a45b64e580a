package io.github.keras4j.compare;

import io.github.keras4j.errors.Keras4jException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The value of {@code --rtol} or {@code --atol}: {@code 1e-5}, or {@code 1e-5 dense_1:1e-4} with other numbers for some
 * outputs or layers by name.
 *
 * @param common for all that are not named; empty: the fixture's own
 * @param byName by output or layer name
 */
public record ToleranceOption(OptionalDouble common, Map<String, Double> byName) {
    /** The fixture's own tolerances. */
    public static final ToleranceOption NONE = new ToleranceOption(OptionalDouble.empty(), Map.of());

    /** The map is copied. */
    public ToleranceOption {
        byName = Map.copyOf(byName);
    }

    /** @throws Keras4jException for anything but numbers of at least 0, each alone or after {@code name:} */
    public static ToleranceOption parse(String text) {
        OptionalDouble common = OptionalDouble.empty();
        Map<String, Double> byName = new LinkedHashMap<>();
        for (String part : text.strip().split("[\\s,]+")) {
            int colon = part.lastIndexOf(':');
            double value = number(part.substring(colon + 1), text);
            if (colon > 0) {
                byName.put(part.substring(0, colon), value);
            } else if (colon == 0 || common.isPresent()) {
                throw wrong(text);
            } else {
                common = OptionalDouble.of(value);
            }
        }
        return new ToleranceOption(common, byName);
    }

    /** The number for that name where the user gave one, else the fallback. */
    public double orElse(String name, double fallback) {
        Double named = byName.get(name);
        return named != null ? named : common.orElse(fallback);
    }

    private static double number(String text, String all) {
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrong(all);
        }
        throw wrong(all);
    }

    private static Keras4jException wrong(String text) {
        return new Keras4jException("A tolerance is a number of at least 0, or numbers by output name. Received: '"
                + text + "'; give for example 1e-5 or '1e-5 dense_1:1e-4'");
    }
}
