package io.github.keras4j.model.dialect.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** JSON as plain Java values: maps, lists, strings, numbers, booleans. */
public final class PlainJson {
    /** Stands for JSON's null. */
    public static final Object NULL = new Object();

    private PlainJson() {}

    public static Object of(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                Object value = of(entry.getValue());
                // marks an object that stands in the file before; the object's own options say the same
                if (value != NULL && !entry.getKey().equals("shared_object_id")) {
                    map.put(entry.getKey(), value);
                }
            }
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(item -> {
                Object value = of(item);
                list.add(value == NULL ? "None" : value);
            });
            return list;
        }
        if (node.isString()) {
            return node.asString();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber() && node.canConvertToInt()) {
            return node.intValue();
        }
        return node.isNumber() ? (Object) node.doubleValue() : NULL;
    }
}
