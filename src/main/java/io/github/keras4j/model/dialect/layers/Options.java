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
import tools.jackson.databind.node.NullNode;

/**
 * An object of a configuration, remembering which of its keys were asked for: what nobody asked for at the end is
 * something that keras4j does not know, and a reason to refuse the layer rather than to guess. Objects within are never
 * handed out as values, so that each gets {@code Options} of its own.
 */
public final class Options {
    private final JsonNode config;
    private final Set<String> known = new HashSet<>();

    public Options(JsonNode config) {
        this.config = config;
    }

    /**
     * The value, unless it is missing or null.
     *
     * @throws Refusal when it is or holds an object, which {@link #any} alone hands out
     */
    public Optional<JsonNode> find(String name) {
        Optional<JsonNode> value = any(name);
        if (value.isPresent() && holdsObject(value.get())) {
            throw wrong(name, value.get(), "no object");
        }
        return value;
    }

    /** As {@link #find}, of any type: who asks accounts for all that is in it. */
    public Optional<JsonNode> any(String name) {
        known.add(name);
        JsonNode value = config.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    /**
     * The value, unless it is missing. A null is Python's None, which is a value of its own and not the default: Keras's
     * softmax over {@code axis=None} is one over the whole batch.
     *
     * @throws Refusal when it is null
     */
    private Optional<JsonNode> unlessMissing(String name, String wanted) {
        refuseNull(name, wanted);
        return find(name);
    }

    private void refuseNull(String name, String wanted) {
        if (isNull(name)) {
            throw wrong(name, NullNode.instance, wanted);
        }
    }

    private static boolean holdsObject(JsonNode value) {
        return value.isObject() || value.isArray() && value.valueStream().anyMatch(Options::holdsObject);
    }

    public JsonNode get(String name) {
        return unlessMissing(name, "a value").orElseThrow(() -> missing(name));
    }

    public JsonNode getAny(String name) {
        refuseNull(name, "a value");
        return any(name).orElseThrow(() -> missing(name));
    }

    private static Refusal missing(String name) {
        return new Refusal("the option " + name + " is missing. Save the model again");
    }

    /** Whether the option is there as a null, Python's None. */
    boolean isNull(String name) {
        JsonNode value = config.get(name);
        return value != null && value.isNull();
    }

    /** Whether the option is not there, as None is. */
    boolean isMissing(String name) {
        return !has(name) && !isNull(name);
    }

    boolean has(String name) {
        return any(name).isPresent();
    }

    int integer(String name) {
        return asInt(name, get(name));
    }

    int integer(String name, int otherwise) {
        return unlessMissing(name, "a whole number")
                .map(value -> asInt(name, value))
                .orElse(otherwise);
    }

    /** For options whose None Keras knows: it is the same as none at all. */
    int integerOrNone(String name, int none) {
        return has(name) ? integer(name) : none;
    }

    /** As {@link #integerOrNone}. */
    double numberOrNone(String name, double none) {
        return has(name) ? number(name, none) : none;
    }

    /** A whole number of at least 1. */
    int size(String name) {
        return atLeast(1, name, integer(name));
    }

    int size(String name, int otherwise) {
        return atLeast(1, name, integer(name, otherwise));
    }

    private static int atLeast(int least, String name, int number) {
        if (number < least) {
            throw new Refusal("the option " + name + " is at least " + least + ". Received: " + name + "=" + number);
        }
        return number;
    }

    double number(String name, double otherwise) {
        refuseNull(name, "a number");
        return any(name).map(value -> asDouble(name, value)).orElse(otherwise);
    }

    public boolean flag(String name, boolean otherwise) {
        Optional<JsonNode> value = unlessMissing(name, "true or false");
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

    public String text(String name, String otherwise) {
        return unlessMissing(name, "a word")
                .map(value -> {
                    if (!value.isString()) {
                        throw wrong(name, value, "a word");
                    }
                    return value.asString();
                })
                .orElse(otherwise);
    }

    /** A word, empty where there is none; a value of another type stays unread. */
    public String word(String name) {
        JsonNode value = config.get(name);
        if (value == null || !value.isString()) {
            return "";
        }
        known.add(name);
        return value.asString();
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

    /** One size per axis, none below 1 but where {@code otherwise} is; a single one holds for all of them. */
    List<Integer> perAxis(String name, int rank, int otherwise) {
        List<Integer> numbers = isMissing(name) ? List.of(otherwise) : integers(name);
        numbers.forEach(number -> atLeast(Math.min(1, otherwise), name, number));
        if (numbers.size() == 1 && rank > 1) {
            return java.util.Collections.nCopies(rank, numbers.get(0));
        }
        if (numbers.size() != rank) {
            throw wrong(name, get(name), rank + " numbers");
        }
        return numbers;
    }

    /**
     * Reads past options that do not change what the layer gives in inference, or are read elsewhere.
     *
     * @throws Refusal when one has a value that is not of the kind that {@link Ignored} lists
     */
    public Options ignore(String... names) {
        for (String name : names) {
            known.add(name);
            Ignored.check(name, config.path(name).isMissingNode() ? NullNode.instance : config.get(name));
        }
        return this;
    }

    /** Refuses the layer when an option has another value than the ones that mean nothing. */
    void only(String name, String... allowed) {
        find(name).ifPresent(value -> {
            // a node's toString makes a mapper, which a start does without
            String text = value.isString() ? word(value) : value.isContainer() ? value.toString() : value.asString();
            if (!List.of(allowed).contains(text)) {
                throw new Refusal("this value of the option " + name + " is not supported. Received: " + name + "="
                        + brief(value) + "; known: " + String.join(", ", allowed));
            }
        });
    }

    /** A word that stands for no number or flag: "false" is true in Python. */
    private static String word(JsonNode value) {
        String word = value.asString();
        return word.matches("true|false|-?\\d+") ? "\"" + word + "\"" : word;
    }

    /** Initializers, regularizers and constraints, which are carried along untouched. */
    public Map<String, Object> extras() {
        Map<String, Object> extras = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : config.properties()) {
            String name = entry.getKey();
            if (Ignored.isExtra(name)) {
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
        unread().forEach((name, value) -> unknown.add(name + "=" + brief(value)));
        if (!unknown.isEmpty()) {
            throw new Refusal("options that keras4j does not know could change its numbers. Received: "
                    + String.join(", ", unknown) + ". Save the layer without them");
        }
    }

    /** What was never asked for and is set. */
    Map<String, JsonNode> unread() {
        Map<String, JsonNode> unread = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : config.properties()) {
            if (!known.contains(entry.getKey()) && !entry.getValue().isNull()) {
                unread.put(entry.getKey(), entry.getValue());
            }
        }
        return unread;
    }

    static Refusal wrong(String name, JsonNode value, String wanted) {
        return new Refusal("the option " + name + " takes " + wanted + ". Received: " + name + "=" + brief(value));
    }

    public static String brief(JsonNode value) {
        String text = value.toString();
        return text.length() > 80 ? text.substring(0, 77) + "..." : text;
    }

    static int asInt(String name, JsonNode value) {
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
        if (value.isObject()) {
            JsonNode inner = StoredArray.value(name, value);
            if (inner.isNumber()) {
                return inner.doubleValue();
            }
        }
        throw wrong(name, value, "a number");
    }
}
