package io.github.keras4j.json;

import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON as Python writes it, {@code NaN} and {@code Infinity} being numbers. Trees are put together here and not by a
 * {@code JsonMapper}: to make one asks the locale for its calendar and takes a fifth of the command line's start.
 */
public final class JsonTrees {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private JsonTrees() {}

    /** The tokens of a text; reading on throws {@link JacksonException}. */
    public static JsonParser tokens(String text) {
        return FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    /** The tokens of UTF-8 from a stream, which is closed with the parser. */
    public static JsonParser tokens(InputStream in) {
        return FACTORY.createParser(ObjectReadContext.empty(), in);
    }

    /** What a parser says is wrong, in one line, without what it says of itself and its settings. */
    public static String reason(JacksonException e) {
        String message = e.getOriginalMessage();
        String line =
                message == null ? "unexpected end" : message.lines().findFirst().orElse("");
        return line.replaceAll(" \\(start marker at \\[Source: .*?]\\)", "").replaceAll(", from `.*?`", "");
    }

    /**
     * One JSON value and nothing after it; a missing node where there is none.
     *
     * @throws JacksonException for what is no JSON, and for a key that stands twice
     */
    public static JsonNode read(String text) {
        try (JsonParser parser = tokens(text)) {
            if (parser.nextToken() == null) {
                return NODES.missingNode();
            }
            JsonNode tree = read(parser);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "there is more after the value");
            }
            return tree;
        }
    }

    /** The value at whose first token the parser stands; afterwards it stands at the last. */
    private static JsonNode read(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> NODES.numberNode(parser.getIntValue());
                    case LONG -> NODES.numberNode(parser.getLongValue());
                    default -> NODES.numberNode(parser.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private static ObjectNode object(JsonParser parser) {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            if (object.replace(key, read(parser)) != null) {
                throw new StreamReadException(parser, "the key '" + key + "' is given twice");
            }
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(read(parser));
        }
        return array;
    }
}
