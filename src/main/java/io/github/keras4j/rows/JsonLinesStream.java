package io.github.keras4j.rows;

import io.github.keras4j.data.Json;
import io.github.keras4j.data.JsonTensors;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Rows of a file with a JSON value, or an object with the field, in each line. Blank lines are none. */
final class JsonLinesStream implements RowStream {
    private final Path file;
    private final List<String> fields;
    private final BufferedReader lines;
    private long number;

    JsonLinesStream(Path file, List<String> fields) {
        this.file = file;
        this.fields = fields;
        lines = new BufferedReader(new InputStreamReader(Bytes.of(file), StandardCharsets.UTF_8));
    }

    @Override
    public Tensor next(int most) {
        List<Tensor> rows = new ArrayList<>();
        try {
            String line;
            while (rows.size() < most && (line = lines.readLine()) != null) {
                number++;
                if (!line.isBlank()) {
                    rows.add(row(line));
                }
            }
        } catch (IOException e) {
            throw Bytes.failed(file.toString(), e);
        }
        if (rows.isEmpty()) {
            return Tensor.zeros(Shape.of(0), DType.FLOAT64);
        }
        boolean texts = rows.get(0).dtype() == DType.STRING;
        List<Tensor> alike = rows.stream()
                .map(row -> row.reshape(row.shape().prepend(1)))
                .map(row -> texts ? row : row.cast(DType.FLOAT64))
                .toList();
        for (int i = 0; i < alike.size(); i++) {
            if (!alike.get(i).shape().equals(alike.get(0).shape())) {
                throw new InputException(
                        "All rows have one shape. Received: " + rows.get(i).shape() + " after "
                                + rows.get(0).shape() + " near line " + number + " of " + file);
            }
        }
        return Tensor.concatenate(alike);
    }

    private Tensor row(String line) {
        String where = " in line " + number + " of " + file;
        try {
            JsonNode node = Json.parse(line);
            for (String field : fields) {
                if (!node.has(field)) {
                    throw new InputException("There is no field '" + field + "'. Received: "
                            + (node.isObject() ? node.propertyNames() : "no object"));
                }
                node = node.path(field);
            }
            return JsonTensors.read(node);
        } catch (Keras4jException e) {
            throw new InputException(e.getMessage() + where, e);
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw Bytes.failed(file.toString(), e);
        }
    }
}
