package io.github.keras4j.model.dialect;

import io.github.keras4j.errors.MalformedArchiveException;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * How many calls of layers a configuration unfolds to, told before it is read. A model inside a model that is called
 * twice counts twice, so 30 levels of that are 2^30 calls in 28 kB. The largest of Keras's own models have some 1,050.
 */
final class ModelSize {
    private static final long MOST_CALLS = 20_000;
    private static final int MOST_LEVELS = 32;

    private ModelSize() {}

    /** @throws MalformedArchiveException when it unfolds to more than is read */
    static void check(JsonNode config) {
        long calls = calls(config, 0);
        if (calls > MOST_CALLS) {
            throw new MalformedArchiveException("The model has more calls of layers than keras4j reads. Received: "
                    + (calls == Long.MAX_VALUE ? "2^63 or more" : calls) + "; the limit is " + MOST_CALLS
                    + ". Save it as several models.");
        }
    }

    private static long calls(JsonNode node, int level) {
        if (level > MOST_LEVELS) {
            throw new MalformedArchiveException("Models are nested deeper than keras4j reads. Received: more than "
                    + MOST_LEVELS + " models in models. Save the model again, with fewer.");
        }
        long sum = 0;
        if (node.isArray()) {
            for (JsonNode one : node) {
                sum = plus(sum, calls(one, level));
            }
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            JsonNode value = entry.getValue();
            if (entry.getKey().equals("layers") && value.isArray()) {
                for (JsonNode layer : value) {
                    int times = Math.max(1, layer.path("inbound_nodes").size());
                    long inside = plus(1, calls(layer, level + 1));
                    sum = plus(sum, Math.multiplyHigh(times, inside) == 0 ? Math.abs(times * inside) : Long.MAX_VALUE);
                }
            } else if (!entry.getKey().equals("inbound_nodes")) {
                sum = plus(sum, calls(value, level));
            }
        }
        return sum;
    }

    private static long plus(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
