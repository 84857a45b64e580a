package io.github.keras4j.archive;

import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.json.JsonTrees;
import io.github.keras4j.limits.WholeFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Parses the JSON that Python writes: {@code NaN} and {@code Infinity} are numbers there. */
final class Json {
    private Json() {}

    /** @throws MalformedArchiveException when the text is no JSON; the message begins with {@code what} */
    static JsonNode parse(String text, String what) {
        WholeFile.requireJson(text.length(), what);
        try {
            JsonNode node = JsonTrees.read(text);
            if (node.isMissingNode()) {
                throw new MalformedArchiveException(what + " is empty. Save the model again.");
            }
            return node;
        } catch (JacksonException e) {
            throw new MalformedArchiveException(
                    what + " is not valid JSON: " + JsonTrees.reason(e) + " at line "
                            + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
                            + ". Received: " + excerpt(text),
                    e);
        }
    }

    private static String excerpt(String text) {
        String start = text.length() > 40 ? text.substring(0, 40) + "..." : text;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
