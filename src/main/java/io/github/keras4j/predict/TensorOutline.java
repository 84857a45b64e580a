package io.github.keras4j.predict;

import io.github.keras4j.data.Json;
import io.github.keras4j.data.JsonTensors;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.predict.Outline.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A first look at one of KServe's tensors: name, shape, datatype, and where its data lies, flat or nested. */
final class TensorOutline {
    private static final Set<String> DATATYPES = Set.of(
            "BOOL", "BYTES", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32",
            "FP64");

    private final JsonParser parser;
    private String name = "";
    private String datatype = "";
    private final List<Integer> shape = new ArrayList<>();
    private long offset = -1;
    private long count;
    private boolean strings;

    private TensorOutline(JsonParser parser) {
        this.parser = parser;
    }

    /** @param parser at the object's brace; afterwards at its end */
    static Column read(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new InputException(
                    "'inputs' must be a list of tensors, each an object. Received: " + Json.describe(parser));
        }
        return new TensorOutline(parser).read();
    }

    private Column read() {
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            JsonToken value = parser.nextToken();
            switch (key) {
                case "name" -> name = text(key);
                case "datatype" -> datatype = text(key);
                case "shape" -> shape();
                case "data" -> {
                    offset = parser.currentTokenLocation().getByteOffset();
                    if (value != JsonToken.START_ARRAY) {
                        throw wrong("'data' must be a list", Json.describe(parser));
                    }
                    count = count();
                    strings = count < 0;
                    count = strings ? ~count : count;
                }
                default -> parser.skipChildren();
            }
        }
        check();
        return new Column(name, offset, count, List.copyOf(shape), datatype);
    }

    private void check() {
        if (!DATATYPES.contains(datatype)) {
            throw wrong(
                    "'datatype' must be one of " + DATATYPES.stream().sorted().toList(), "'" + datatype + "'");
        }
        if (offset < 0) {
            throw wrong("'data' must be a list; binary data is not read", "nothing");
        }
        if (strings != datatype.equals("BYTES") && count > 0) {
            throw wrong("'data' must be of 'datatype', strings of BYTES", strings ? "strings" : "numbers");
        }
        double elements = shape.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
        if (shape.isEmpty() || elements != count) {
            throw wrong(
                    "'data' must fill 'shape', whose first size is the batch", count + " elements for shape " + shape);
        }
    }

    private String text(String key) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong("'" + key + "' must be a string", Json.describe(parser));
        }
        return parser.getString();
    }

    private void shape() {
        shape.clear();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrong("'shape' must be a list of sizes", Json.describe(parser));
        }
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token != JsonToken.VALUE_NUMBER_INT
                    || parser.getDoubleValue() < 0
                    || parser.getDoubleValue() > Integer.MAX_VALUE) {
                throw wrong("sizes in 'shape' must be at least 0 and below 2^31", Json.describe(parser));
            }
            shape.add(parser.getIntValue());
        }
    }

    private long count() {
        try {
            return JsonTensors.count(parser);
        } catch (Keras4jException e) {
            throw new InputException("input '" + name + "': " + e.getMessage(), e);
        }
    }

    private Keras4jException wrong(String allowed, String received) {
        return new InputException("input '" + name + "': " + allowed + ". Received: " + received);
    }
}
