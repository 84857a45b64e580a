package io.github.keras4j.model.dialect.graph;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Constants as Python writes them: {@code None}, {@code True}, {@code 1}, {@code 0.5}, {@code 'SAME'}, {@code [1, 1]}. */
final class Python {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Python() {}

    static JsonNode constant(String text) {
        if (text.equals("None")) {
            return JSON.nullNode();
        }
        if (text.equals("True") || text.equals("False")) {
            return JSON.booleanNode(text.equals("True"));
        }
        if (text.startsWith("'")) {
            return JSON.stringNode(text.substring(1, text.length() - 1));
        }
        if (text.startsWith("[")) {
            ArrayNode array = JSON.arrayNode();
            String items = text.substring(1, text.length() - 1);
            if (!items.isEmpty()) {
                for (String item : items.split(", ")) {
                    array.add(constant(item));
                }
            }
            return array;
        }
        return text.matches("-?\\d+")
                ? JSON.numberNode(Integer.parseInt(text))
                : JSON.numberNode(Double.parseDouble(text));
    }

    /** As Python's {@code ==}: 0 equals 0.0, but no bool here. */
    static boolean equal(JsonNode a, JsonNode b) {
        return a.isNumber() && b.isNumber() ? a.doubleValue() == b.doubleValue() : a.equals(b);
    }
}
