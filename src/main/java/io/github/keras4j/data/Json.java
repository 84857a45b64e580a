package io.github.keras4j.data;

import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.json.JsonTrees;
import io.github.keras4j.limits.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.TreeTraversingParser;

/** Reads JSON as Python writes it: {@code NaN} and {@code Infinity} are numbers. A duplicate key is an error. */
public final class Json {
    private Json() {}

    /**
     * One JSON value and nothing after it.
     *
     * @throws Keras4jException when it is none; the message is one line and tells where
     */
    public static JsonNode parse(String text) {
        try {
            return JsonTrees.read(text);
        } catch (JacksonException e) {
            throw failure(e);
        }
    }

    /**
     * The tokens of JSON text, without a tree. The parser throws {@link JacksonException}, which {@link #failure} turns
     * into a message.
     */
    public static JsonParser tokens(String text) {
        return JsonTrees.tokens(text);
    }

    /** As {@link #tokens(String)}, of UTF-8 from a stream, which is closed with the parser. */
    public static JsonParser tokens(InputStream in) {
        return JsonTrees.tokens(in);
    }

    /** As {@link #tokens(String)}, of a tree. */
    static JsonParser tokens(JsonNode tree) {
        return new TreeTraversingParser(tree, ObjectReadContext.empty());
    }

    /** What a parser threw, in one line that tells where. */
    public static Keras4jException failure(JacksonException e) {
        return new Keras4jException("not JSON: " + reason(e), e);
    }

    /** Whether the text is the beginning of a JSON value that goes on after its end. */
    public static boolean isCutShort(String text) {
        try (JsonParser parser = JsonTrees.tokens(text)) {
            int depth = 0;
            do {
                JsonToken token = parser.nextToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            } while (depth > 0);
            return false;
        } catch (UnexpectedEndOfInputException e) {
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }

    /**
     * A file with one JSON object.
     *
     * @param what what the file should be, for the message: {@code "fixture"}
     * @throws FixtureException when it is missing, no JSON or no object
     */
    public static ObjectNode readObject(Path file, String what) {
        JsonNode root;
        try {
            root = parse(new String(WholeFile.json(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw new FixtureException("The " + what + " is missing. Received: " + file, e);
        } catch (IOException e) {
            throw new FixtureException("The " + what + " " + file + " can't be read: " + e, e);
        } catch (Keras4jException e) {
            throw new FixtureException("The " + what + " " + file + " is " + e.getMessage(), e);
        }
        if (root instanceof ObjectNode object) {
            return object;
        }
        throw new FixtureException("The " + what + " " + file + " must be a JSON object. Received: " + describe(root));
    }

    /** The kind of a value and, where it is short, the value itself. */
    public static String describe(JsonNode node) {
        if (node.isMissingNode()) {
            return "nothing";
        }
        String kind = node.getNodeType().name().toLowerCase(Locale.ROOT);
        return kind + (node.isContainer() || node.isNull() ? "" : " " + cut(node.toString()));
    }

    /** As {@link #describe(JsonNode)}, of the value that begins at the parser's token. */
    public static String describe(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_ARRAY -> "array";
            case START_OBJECT -> "object";
            case VALUE_STRING -> "string " + cut(JsonText.quoted(parser.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number " + cut(parser.getString());
            case VALUE_NULL -> "null";
            default -> "boolean " + parser.getString();
        };
    }

    /**
     * A text, number, boolean or null as it stands.
     *
     * @throws Keras4jException for a list or an object
     */
    public static String scalar(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_ARRAY, START_OBJECT ->
                throw new Keras4jException(
                        "'" + parser.currentName() + "' must be a string. Received: " + describe(parser));
            case VALUE_STRING -> JsonText.quoted(parser.getString());
            default -> parser.getString();
        };
    }

    /** A text short enough for a message. */
    static String cut(String text) {
        return text.length() > 60 ? text.substring(0, 57) + "..." : text;
    }

    private static String reason(JacksonException e) {
        return JsonTrees.reason(e)
                + (e.getLocation() == null
                        ? ""
                        : " (line " + e.getLocation().getLineNr() + ", column "
                                + e.getLocation().getColumnNr() + ")");
    }
}
