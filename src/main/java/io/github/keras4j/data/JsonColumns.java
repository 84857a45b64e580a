package io.github.keras4j.data;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A JSON object of lists of numbers, as {@link JsonText#object} writes it. */
public final class JsonColumns {
    private JsonColumns() {}

    /**
     * Reads a file; what is no number is NaN.
     *
     * @throws InputException when it is not such an object
     */
    public static Map<String, List<Double>> read(Path file) throws IOException {
        JsonNode json;
        try {
            json = Json.parse(Files.readString(file));
        } catch (Keras4jException e) {
            throw new InputException(file + ": " + e.getMessage(), e);
        }
        Map<String, List<Double>> columns = new LinkedHashMap<>();
        for (String name : json.propertyNames()) {
            List<Double> values = new ArrayList<>();
            json.path(name).forEach(value -> values.add(value.isNumber() ? value.asDouble() : Double.NaN));
            columns.put(name, values);
        }
        return columns;
    }
}
