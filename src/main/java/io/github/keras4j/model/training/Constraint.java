package io.github.keras4j.model.training;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.LayerInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a weight after each update; norms are over the first axis.
 *
 * @param kind which
 * @param min smallest norm, of MIN_MAX_NORM
 * @param max largest norm, of MAX_NORM and MIN_MAX_NORM
 * @param rate how far towards the allowed norm, of MIN_MAX_NORM
 */
public record Constraint(Kind kind, double min, double max, double rate) {
    /** No constraint. */
    public static final Constraint NONE = new Constraint(Kind.NONE, 0, 0, 0);

    /** Keras's constraints. */
    public enum Kind {
        /** Nothing is done. */
        NONE,
        /** What is below 0 becomes 0. */
        NON_NEG,
        /** Norms above {@code max} are brought down to it. */
        MAX_NORM,
        /** Every norm becomes 1. */
        UNIT_NORM,
        /** Norms are moved towards the range from {@code min} to {@code max}. */
        MIN_MAX_NORM
    }

    /**
     * The constraint of a weight, {@code kernel} or the like, as any generation writes it.
     *
     * @throws Keras4jException for an unknown one, or norms over another axis than the first
     */
    public static Constraint of(LayerInfo info, String weight) {
        Object stored = info.extras().get(weight + "_constraint");
        if (!(stored instanceof Map<?, ?> map)) {
            return NONE;
        }
        String name = String.valueOf(map.containsKey("class_name") ? map.get("class_name") : map.get("name"));
        Map<?, ?> config = map.get("config") instanceof Map<?, ?> nested ? nested : map;
        Object axis = config.get("axis");
        if (axis != null && !axis.equals(0) && !axis.equals(List.of(0))) {
            throw new Keras4jException(
                    "Constraints work on norms over the first axis. Received: " + weight + "_constraint=" + map);
        }
        double max = number(config.get(config.containsKey("max_value") ? "max_value" : "m"), 2);
        return switch (name) {
            case "NonNeg" -> new Constraint(Kind.NON_NEG, 0, 0, 0);
            case "MaxNorm" -> new Constraint(Kind.MAX_NORM, 0, max, 0);
            case "UnitNorm" -> new Constraint(Kind.UNIT_NORM, 0, 0, 0);
            case "MinMaxNorm" ->
                new Constraint(
                        Kind.MIN_MAX_NORM,
                        number(config.get("min_value"), 0),
                        number(config.get("max_value"), 1),
                        number(config.get("rate"), 1));
            default ->
                throw new Keras4jException("The constraint is not one that keras4j trains with. Received: " + weight
                        + "_constraint=" + map);
        };
    }

    private static double number(@Nullable Object value, double fallback) {
        return value instanceof Number number ? number.doubleValue() : fallback;
    }
}
