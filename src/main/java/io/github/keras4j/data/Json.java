package io.github.keras4j.data;

import io.github.keras4j.FixtureException;
import io.github.keras4j.Keras4jException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reading JSON as Python writes it: {@code NaN} and {@code Infinity} are numbers; a key stands once. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private Json() {}

    /**
     * One JSON value and nothing after it.
     *
     * @throws Keras4jException when it is none; the message is one line and tells where
     */
    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new Keras4jException("not JSON: " + reason(e), e);
        }
    }

    /** Whether the text is the beginning of a JSON value that goes on after its end. */
    public static boolean isCutShort(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
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
            root = parse(Files.readString(file, StandardCharsets.UTF_8));
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
        throw new FixtureException("The " + what + " " + file + " is a JSON object. Received: " + describe(root));
    }

    /** The kind of a value and, where it is short, the value itself. */
    public static String describe(JsonNode node) {
        if (node.isMissingNode()) {
            return "nothing";
        }
        String kind = node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
        String text = node.isContainer() ? "" : " " + node;
        return kind + (text.length() > 60 ? text.substring(0, 57) + "..." : text);
    }

    private static String reason(JacksonException e) {
        String message = e.getOriginalMessage();
        String line =
                message == null ? "unexpected end" : message.lines().findFirst().orElse("");
        return line
                + (e.getLocation() == null
                        ? ""
                        : " (line " + e.getLocation().getLineNr() + ", column "
                                + e.getLocation().getColumnNr() + ")");
    }
}
