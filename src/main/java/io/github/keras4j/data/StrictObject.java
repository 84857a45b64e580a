package io.github.keras4j.data;

import io.github.keras4j.errors.FixtureException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A JSON object with known keys. Every error names the place, the key, what was received and what is allowed. */
final class StrictObject {
    private final ObjectNode node;
    private final String place;

    /** @throws FixtureException for a key that is not allowed */
    StrictObject(JsonNode node, String place, List<String> allowed) {
        this.place = place;
        if (!(node instanceof ObjectNode object)) {
            throw new FixtureException(place + " must be a JSON object. Received: " + Json.describe(node));
        }
        this.node = object;
        for (String key : new TreeSet<>(object.propertyNames())) {
            if (!allowed.contains(key)) {
                throw new FixtureException(place + " has an unknown key. Received: '" + key + "'; allowed are "
                        + String.join(", ", allowed));
            }
        }
    }

    boolean has(String key) {
        JsonNode value = node.get(key);
        return value != null && !value.isNull();
    }

    JsonNode required(String key) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            throw new FixtureException(place + " needs the key '" + key + "'. Received: "
                    + (node.isEmpty() ? "no keys" : String.join(", ", node.propertyNames())));
        }
        return value;
    }

    String text(String key) {
        JsonNode value = required(key);
        if (!value.isString()) {
            throw wrong(key, "a text", value);
        }
        return value.stringValue();
    }

    Optional<String> optionalText(String key) {
        return has(key) ? Optional.of(text(key)) : Optional.empty();
    }

    /** An integer of at least 1. */
    int count(String key) {
        JsonNode value = required(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            throw wrong(key, "an integer of at least 1", value);
        }
        return value.intValue();
    }

    OptionalDouble number(String key) {
        if (!has(key)) {
            return OptionalDouble.empty();
        }
        JsonNode value = required(key);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw wrong(key, "a number", value);
        }
        return OptionalDouble.of(value.doubleValue());
    }

    boolean flag(String key) {
        if (!has(key)) {
            return false;
        }
        JsonNode value = required(key);
        if (!value.isBoolean()) {
            throw wrong(key, "true or false", value);
        }
        return value.booleanValue();
    }

    List<JsonNode> list(String key) {
        if (!has(key)) {
            return List.of();
        }
        JsonNode value = required(key);
        if (!value.isArray()) {
            throw wrong(key, "a list", value);
        }
        return List.copyOf(value.values());
    }

    FixtureException wrong(String key, String expected, JsonNode received) {
        return new FixtureException(
                place + ": '" + key + "' must be " + expected + ". Received: " + Json.describe(received));
    }
}
