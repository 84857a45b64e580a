package io.github.keras4j.model.training;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.LayerInfo;
import java.util.Map;

/**
 * A weight regularizer: {@code l1 sum |w| + l2 sum w^2} joins the loss.
 */
public record Penalty(double l1, double l2) {
    /** No regularizer. */
    public static final Penalty NONE = new Penalty(0, 0);

    /**
     * The regularizer of a weight, {@code kernel} or the like, as any generation writes it.
     *
     * @throws Keras4jException for one that is not made of l1 and l2
     */
    public static Penalty of(LayerInfo info, String weight) {
        Object stored = info.extras().get(weight + "_regularizer");
        if (!(stored instanceof Map<?, ?> map)) {
            return NONE;
        }
        Object inner = map.get("config");
        Map<?, ?> config = inner instanceof Map<?, ?> nested ? nested : map;
        Penalty penalty = new Penalty(number(config.get("l1")), number(config.get("l2")));
        if (penalty.equals(NONE) && !config.containsKey("l1") && !config.containsKey("l2")) {
            throw new Keras4jException(
                    "The regularizer is not one that keras4j trains with. Received: " + weight + "_regularizer=" + map);
        }
        return penalty;
    }

    private static double number(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }
}
