package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.dialect.layers.Options;
import io.github.keras4j.model.dialect.layers.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The key of {@code x[key]} as plain values: a list with, per axis, a whole number, a map with any of {@code start},
 * {@code stop}, {@code step}, {@code "..."} or {@code "newaxis"}.
 */
final class Slices {
    private Slices() {}

    static List<Object> of(Object key) {
        List<Object> items = new ArrayList<>();
        if (key instanceof List<?> list) {
            list.forEach(item -> items.add(item(item)));
        } else {
            items.add(item(key));
        }
        return items;
    }

    private static Object item(Object item) {
        if (!(item instanceof JsonNode node)) {
            throw new Refusal("it picks by a tensor, which is not run. Received: " + item);
        }
        if (node.isNull()) {
            return "newaxis";
        }
        if (node.isIntegralNumber() && node.canConvertToInt()) {
            return node.intValue();
        }
        String className = node.path("class_name").asString("");
        if (className.equals("__ellipsis__")
                || node.path("type").asString("").equals("Ellipsis")
                || (node.isString() && node.asString().equals("Ellipsis"))) {
            return "...";
        }
        JsonNode slice = className.equals("__slice__") || className.equals("slice") ? node.path("config") : node;
        if (!slice.isObject()) {
            throw new Refusal("it picks by something else than numbers and slices. Received: " + Options.brief(node));
        }
        if (slice != node) {
            Options whole = new Options(node);
            whole.word("class_name");
            whole.any("config");
            whole.refuseUnknown();
        }
        Options options = new Options(slice);
        Map<String, Object> parts = new LinkedHashMap<>();
        for (String name : List.of("start", "stop", "step")) {
            options.any(name).ifPresent(part -> {
                if (!part.isIntegralNumber() || !part.canConvertToInt()) {
                    throw new Refusal("it slices by a tensor, or by no number of 32 bits, which is not run. Received: "
                            + Options.brief(node));
                }
                parts.put(name, part.intValue());
            });
        }
        options.refuseUnknown();
        return parts;
    }
}
