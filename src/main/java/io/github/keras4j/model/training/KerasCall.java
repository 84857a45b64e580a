package io.github.keras4j.model.training;

import io.github.keras4j.errors.Keras4jException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object of Keras as people write it: {@code adam(learning_rate=0.01)}, {@code Huber(delta=0.5)}, {@code mse}. Values
 * are numbers, words with or without quotes, True, False, None, lists in brackets, and such calls.
 */
final class KerasCall {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String text;
    private int at;

    private KerasCall(String text) {
        this.text = text;
    }

    /**
     * @return a string for a name alone, {@code {"class_name", "config"}} for a call
     * @throws Keras4jException for text that is neither
     */
    static JsonNode parse(String text) {
        KerasCall call = new KerasCall(text);
        JsonNode value = call.value();
        call.spaces();
        if (call.at < text.length()) {
            throw call.refuse("ends with what does not belong to it");
        }
        return value;
    }

    private JsonNode value() {
        spaces();
        if (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"')) {
            return quoted();
        }
        if (at < text.length() && (text.charAt(at) == '[' || text.charAt(at) == '(')) {
            return list();
        }
        String word = word();
        spaces();
        if (at < text.length() && text.charAt(at) == '(') {
            return call(word);
        }
        return switch (word) {
            case "None", "null" -> NODES.nullNode();
            case "True", "true" -> NODES.booleanNode(true);
            case "False", "false" -> NODES.booleanNode(false);
            default -> numberOrName(word);
        };
    }

    private static JsonNode numberOrName(String word) {
        if (word.matches("[+-]?\\d+")) {
            return NODES.numberNode(Long.parseLong(word));
        }
        if (word.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
            return NODES.numberNode(Double.parseDouble(word));
        }
        return NODES.stringNode(word);
    }

    private ObjectNode call(String name) {
        ObjectNode config = NODES.objectNode();
        at++;
        spaces();
        while (at < text.length() && text.charAt(at) != ')') {
            String option = word();
            spaces();
            if (at >= text.length() || text.charAt(at) != '=') {
                throw refuse("has an argument without a name");
            }
            at++;
            config.set(option, value());
            spaces();
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
                spaces();
            }
        }
        close(')');
        ObjectNode call = NODES.objectNode();
        call.put("class_name", name);
        call.set("config", config);
        return call;
    }

    private ArrayNode list() {
        char end = text.charAt(at) == '[' ? ']' : ')';
        ArrayNode list = NODES.arrayNode();
        at++;
        spaces();
        while (at < text.length() && text.charAt(at) != end) {
            list.add(value());
            spaces();
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
                spaces();
            }
        }
        close(end);
        return list;
    }

    private JsonNode quoted() {
        char quote = text.charAt(at);
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw refuse("has a quote that does not end");
        }
        String inner = text.substring(at + 1, end);
        at = end + 1;
        return NODES.stringNode(inner);
    }

    private String word() {
        int from = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_.+-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (from == at) {
            throw refuse("lacks a name or a value");
        }
        return text.substring(from, at);
    }

    private void close(char end) {
        if (at >= text.length()) {
            throw refuse("lacks its closing " + end);
        }
        at++;
    }

    private void spaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private Keras4jException refuse(String why) {
        return new Keras4jException("A name of Keras's, perhaps with arguments, as in adam(learning_rate=0.01), " + why
                + ". Received: " + text + " (at character " + (at + 1) + ")");
    }
}
