package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.NumberType;
import io.github.keras4j.model.dialect.layers.DTypes;
import io.github.keras4j.model.dialect.layers.Refusal;
import io.github.keras4j.model.operations.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Arguments that are no tensors, as plain values of their parameter's kind. */
final class Arguments {
    private Arguments() {}

    static Object plain(Parameter parameter, Object value) {
        if (parameter.kind() == Parameter.Kind.KEY) {
            return Slices.of(value);
        }
        if (!Call.refsIn(value).isEmpty()) {
            throw new Refusal("its argument " + parameter.name() + " is a tensor, which is not run. Received: "
                    + Binder.shown(value));
        }
        JsonNode node = Calls.json(value);
        return switch (parameter.kind()) {
            case FLAG -> {
                if (!node.isBoolean()) {
                    throw wrong(parameter, node, "True or False");
                }
                yield node.booleanValue();
            }
            case INT -> integer(parameter, node);
            case NUMBER -> number(parameter, node);
            case NUMBERS -> node.isArray() ? list(parameter, node, Arguments::number) : number(parameter, node);
            case TEXT -> {
                if (!node.isString()) {
                    throw wrong(parameter, node, "a name");
                }
                yield node.asString();
            }
            case INTS -> node.isArray() ? list(parameter, node, Arguments::integer) : integer(parameter, node);
            case PAIRS -> nested(parameter, node);
            case TYPE -> type(parameter, node);
            case ORDER -> node.isString() ? (Object) node.asString() : (Object) number(parameter, node);
            case LENGTHS -> lengths(parameter, node);
            default -> throw new IllegalStateException("a tensor is no plain value: " + parameter.name());
        };
    }

    private interface Item {
        Object of(Parameter parameter, JsonNode node);
    }

    private static List<Object> list(Parameter parameter, JsonNode node, Item item) {
        List<Object> items = new ArrayList<>();
        node.forEach(part -> items.add(item.of(parameter, part)));
        return items;
    }

    private static Object nested(Parameter parameter, JsonNode node) {
        return node.isArray() ? list(parameter, node, Arguments::nested) : integer(parameter, node);
    }

    /** A whole number; one that fits 32 bits, as sizes and axes do. */
    private static Integer integer(Parameter parameter, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw wrong(parameter, node, "a whole number");
        }
        return node.intValue();
    }

    private static Double number(Parameter parameter, JsonNode node) {
        if (!node.isNumber()) {
            throw wrong(parameter, node, "a number");
        }
        return node.doubleValue();
    }

    private static String type(Parameter parameter, JsonNode node) {
        String name =
                node.isObject() && node.has("class_name") && node.path("config").isString()
                        ? node.path("config").asString()
                        : DTypes.name(parameter.name(), node);
        return NumberType.of(name).map(NumberType::kerasName).orElseThrow(() -> wrong(parameter, node, "a dtype"));
    }

    private static Map<String, Object> lengths(Parameter parameter, JsonNode node) {
        if (!node.isObject()) {
            throw wrong(parameter, node, "whole numbers by name");
        }
        Map<String, Object> lengths = new LinkedHashMap<>();
        node.properties().forEach(entry -> lengths.put(entry.getKey(), integer(parameter, entry.getValue())));
        return lengths;
    }

    private static Refusal wrong(Parameter parameter, JsonNode node, String wanted) {
        return new Refusal("its argument " + parameter.name() + " is not " + wanted + ". Received: " + parameter.name()
                + "=" + Binder.shown(node));
    }
}
