package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.LayerInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A layer's options, remembering which were asked for: what nobody asked for at the end is an option that keras4j
 * does not know, and a reason to refuse the layer rather than to guess.
 */
public final class Options {
    private final JsonNode config;
    private final Set<String> known = new HashSet<>();

    public Options(JsonNode config) {
        this.config = config;
    }

    /** The value, unless it is missing or null. */
    public Optional<JsonNode> find(String name) {
        known.add(name);
        JsonNode value = config.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    JsonNode get(String name) {
        return find(name).orElseThrow(() -> new Refusal("the option " + name + " is missing. Save the model again"));
    }

    /** Whether the option is there as a null, Python's None. */
    boolean isNull(String name) {
        JsonNode value = config.get(name);
        return value != null && value.isNull();
    }

    boolean has(String name) {
        return find(name).isPresent();
    }

    int integer(String name) {
        return asInt(name, get(name));
    }

    int integer(String name, int otherwise) {
        return find(name).map(value -> asInt(name, value)).orElse(otherwise);
    }

    double number(String name, double otherwise) {
        return find(name).map(value -> asDouble(name, value)).orElse(otherwise);
    }

    public boolean flag(String name, boolean otherwise) {
        Optional<JsonNode> value = find(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (value.get().isBoolean()) {
            return value.get().booleanValue();
        }
        if (value.get().isNumber()) {
            return value.get().doubleValue() != 0;
        }
        throw wrong(name, value.get(), "true or false");
    }

    /** As {@link #flag}, but whatever is no flag counts as missing. */
    public boolean flagOr(String name, boolean otherwise) {
        JsonNode value = config.get(name);
        return value != null && value.isBoolean() ? value.booleanValue() : otherwise;
    }

    String text(String name, String otherwise) {
        return find(name)
                .map(value -> {
                    if (!value.isString()) {
                        throw wrong(name, value, "a word");
                    }
                    return value.asString();
                })
                .orElse(otherwise);
    }

    /** A list of whole numbers; one number stands for a list of one. */
    List<Integer> integers(String name) {
        JsonNode value = get(name);
        if (!value.isArray()) {
            return List.of(asInt(name, value));
        }
        List<Integer> numbers = new ArrayList<>();
        value.forEach(item -> numbers.add(asInt(name, item)));
        return numbers;
    }

    /** One number per axis; a single number holds for all of them. */
    List<Integer> perAxis(String name, int rank, int otherwise) {
        List<Integer> numbers = has(name) ? integers(name) : List.of(otherwise);
        if (numbers.size() == 1 && rank > 1) {
            return java.util.Collections.nCopies(rank, numbers.get(0));
        }
        if (numbers.size() != rank) {
            throw wrong(name, get(name), rank + " numbers");
        }
        return numbers;
    }

    /** Marks options that do not change what the layer gives in inference, or are read elsewhere. */
    public Options ignore(String... names) {
        known.addAll(List.of(names));
        return this;
    }

    /** Refuses the layer when an option has another value than the ones that mean nothing. */
    void only(String name, String... allowed) {
        find(name).ifPresent(value -> {
            if (!List.of(allowed).contains(value.isContainer() ? value.toString() : value.asString())) {
                throw new Refusal("this value of the option " + name + " is not supported. Received: " + name + "="
                        + brief(value) + "; known: " + String.join(", ", allowed));
            }
        });
    }

    /** Initializers, regularizers and constraints, which are carried along untouched. */
    public Map<String, Object> extras() {
        Map<String, Object> extras = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : config.properties()) {
            String name = entry.getKey();
            if (name.endsWith("_initializer") || name.endsWith("_regularizer") || name.endsWith("_constraint")) {
                known.add(name);
                Object value = PlainJson.of(entry.getValue());
                if (value != PlainJson.NULL) {
                    extras.put(name, value);
                }
            }
        }
        return extras;
    }

    /** The layer's common part with numbers that act in training alone: the rates of dropout within a layer. */
    LayerInfo alsoWith(LayerInfo info, String... rates) {
        Map<String, Object> extras = new LinkedHashMap<>(info.extras());
        for (String rate : rates) {
            extras.put(rate, number(rate, 0));
        }
        return new LayerInfo(info.name(), info.className(), info.dtype(), info.trainable(), extras);
    }

    /** @throws Refusal naming every option that was never asked for and is set */
    public void refuseUnknown() {
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : config.properties()) {
            if (!known.contains(entry.getKey()) && !entry.getValue().isNull()) {
                unknown.add(entry.getKey() + "=" + brief(entry.getValue()));
            }
        }
        if (!unknown.isEmpty()) {
            throw new Refusal("options that keras4j does not know could change its numbers. Received: "
                    + String.join(", ", unknown) + ". Save the layer without them");
        }
    }

    static Refusal wrong(String name, JsonNode value, String wanted) {
        return new Refusal("the option " + name + " takes " + wanted + ". Received: " + name + "=" + brief(value));
    }

    public static String brief(JsonNode value) {
        String text = value.toString();
        return text.length() > 80 ? text.substring(0, 77) + "..." : text;
    }

    private static int asInt(String name, JsonNode value) {
        if (value.isArray() && value.size() == 1) {
            return asInt(name, value.get(0)); // Keras 1 writes some numbers as [3]
        }
        if (!value.isNumber()
                || value.doubleValue() != Math.rint(value.doubleValue())
                || Math.abs(value.doubleValue()) > Integer.MAX_VALUE) {
            throw wrong(name, value, "a whole number");
        }
        return (int) value.doubleValue();
    }

    private static double asDouble(String name, JsonNode value) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        // Keras 1 writes numpy numbers as {"type": "ndarray", "value": 0.5}; Keras 3 as __numpy__
        JsonNode inner =
                value.path("value").isMissingNode() ? value.path("config").path("value") : value.path("value");
        if (inner.isNumber()) {
            return inner.doubleValue();
        }
        throw wrong(name, value, "a number");
    }
}
