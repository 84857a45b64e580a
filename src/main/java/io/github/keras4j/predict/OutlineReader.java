package io.github.keras4j.predict;

import io.github.keras4j.data.Json;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.predict.Outline.Column;
import io.github.keras4j.predict.Outline.Form;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a document once from end to end and keeps only where its lists are. So errors of form are found before anything
 * is computed, and a sample that is too large is refused.
 *
 * <p>TF Serving: https://www.tensorflow.org/tfx/serving/api_rest; KServe V2 (Open Inference Protocol):
 * https://github.com/kserve/open-inference-protocol.
 */
final class OutlineReader {
    /** The only signature that Keras gives a model. */
    private static final String SIGNATURE = "serving_default";

    private final JsonParser parser;
    private final long mostBytes;
    private final Set<String> keys = new HashSet<>();
    private Optional<Form> form = Optional.empty();
    private final List<Column> columns = new ArrayList<>();
    private Optional<String> id = Optional.empty();
    private final List<String> outputs = new ArrayList<>();

    /**
     * @param parser before its first token
     * @param mostBytes how large one sample may be
     */
    OutlineReader(JsonParser parser, long mostBytes) {
        this.parser = parser;
        this.mostBytes = mostBytes;
    }

    /**
     * @return empty where more follows after the first value: then it is one of several lines
     * @throws Keras4jException for a document that can't be answered
     * @throws tools.jackson.core.JacksonException where it is no JSON
     */
    Optional<Outline> read() {
        parser.nextToken();
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
            if (!keys.add(key)) {
                throw new InputException("'" + key + "' is given twice");
            }
            switch (key) {
                case "instances" -> instances();
                case "inputs" -> inputs();
                case "signature_name" -> signature();
                case "id" -> id = Optional.of(Json.scalar(parser));
                case "outputs" -> outputs();
                default -> parser.skipChildren(); // as servers do: "parameters", and what else a client adds
            }
        }
        if (parser.nextToken() != null) {
            return Optional.empty();
        }
        Form found = form.orElseThrow(() -> new InputException("'instances' or 'inputs' is missing"));
        return Optional.of(new Outline(found, columns, id, outputs));
    }

    private void is(Form one) {
        if (form.isPresent()) {
            throw new InputException("a document has either 'instances' or 'inputs'. Received: both");
        }
        form = Optional.of(one);
    }

    private void instances() {
        is(Form.ROWS);
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new InputException("'instances' must be a list. Received: " + Json.describe(parser));
        }
        columns.add(samples(""));
    }

    private void inputs() {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            is(Form.COLUMNS);
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                columns.add(samples(name));
            }
            return;
        }
        long offset = bracket("");
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            is(Form.COLUMNS);
            columns.add(elements("", offset));
            return;
        }
        is(Form.KSERVE);
        while (parser.currentToken() != JsonToken.END_ARRAY) {
            columns.add(TensorOutline.read(parser));
            parser.nextToken();
        }
    }

    /** @param name the input's */
    private Column samples(String name) {
        long offset = bracket(name);
        parser.nextToken();
        return elements(name, offset);
    }

    private long bracket(String name) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new InputException("'inputs' must have a list of samples for each input. Received: "
                    + Json.describe(parser) + (name.isEmpty() ? "" : " for '" + name + "'"));
        }
        return offset();
    }

    /** A list's samples, from the parser's token to the closing bracket. */
    private Column elements(String name, long offset) {
        long count = 0;
        while (parser.currentToken() != JsonToken.END_ARRAY) {
            long start = offset();
            parser.skipChildren();
            if (parser.currentLocation().getByteOffset() - start > mostBytes) {
                throw new InputException("instance " + count + " is larger than " + mostBytes
                        + " bytes, which is what fits; a larger heap (java -Xmx) takes larger ones");
            }
            count++;
            parser.nextToken();
        }
        return new Column(name, offset, count, List.of(), "");
    }

    private void signature() {
        String asked = Json.scalar(parser);
        if (!asked.equals("\"" + SIGNATURE + "\"") && !asked.equals("null") && !asked.equals("\"\"")) {
            throw new InputException("'signature_name' must be '" + SIGNATURE
                    + "', the one that Keras gives a model. Received: " + asked);
        }
    }

    private void outputs() {
        for (JsonToken token = parser.nextToken(); token == JsonToken.START_OBJECT; token = parser.nextToken()) {
            String name = "";
            for (String key = parser.nextName(); key != null; key = parser.nextName()) {
                JsonToken value = parser.nextToken();
                if (key.equals("name") && value == JsonToken.VALUE_STRING) {
                    name = parser.getString();
                }
                parser.skipChildren();
            }
            outputs.add(name);
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw new InputException(
                    "'outputs' must be a list of objects with a 'name'. Received: " + Json.describe(parser));
        }
    }

    private long offset() {
        return parser.currentTokenLocation().getByteOffset();
    }
}
