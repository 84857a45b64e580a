package io.github.keras4j.predict;

import io.github.keras4j.Keras4jException;
import io.github.keras4j.data.InputSpec;
import io.github.keras4j.data.Json;
import io.github.keras4j.data.JsonTensors;
import io.github.keras4j.data.JsonText;
import io.github.keras4j.data.Row;
import io.github.keras4j.data.RowReader;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** KServe V2: every tensor has its name, its shape and its datatype; its data is flat or nested. */
final class KserveDocuments {
    private KserveDocuments() {}

    static String answer(JsonNode root, Rows rows, RowReader reader) {
        Map<String, Tensor> given = new LinkedHashMap<>();
        for (JsonNode input : root.get("inputs")) {
            given.put(input.path("name").asString(""), tensor(input));
        }
        if (!given.keySet().containsAll(names(reader))
                || given.size() != reader.inputs().size()) {
            throw new Keras4jException("the model takes the inputs " + names(reader) + ". Received: " + given.keySet());
        }
        int samples = given.values().iterator().next().shape().size(0);
        List<Row> all = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            List<Tensor> inputs = new ArrayList<>();
            for (InputSpec spec : reader.inputs()) {
                inputs.add(sample(java.util.Objects.requireNonNull(given.get(spec.name())), i, samples, spec, reader));
            }
            all.add(new Row(inputs, java.util.Optional.empty()));
        }
        List<List<Tensor>> outputs = new ArrayList<>();
        for (int from = 0; from < samples; from += rows.batchSize()) {
            outputs.addAll(rows.predict(all.subList(from, Math.min(samples, from + rows.batchSize()))));
        }
        return write(root, rows, outputs);
    }

    private static List<String> names(RowReader reader) {
        return reader.inputs().stream().map(InputSpec::name).toList();
    }

    private static Tensor tensor(JsonNode input) {
        String name = input.path("name").asString("");
        int[] sizes = new int[input.path("shape").size()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = input.get("shape").get(axis).asInt(-1);
            if (sizes[axis] < 0) {
                throw new Keras4jException(
                        "input '" + name + "': 'shape' has sizes of at least 0. Received: " + input.get("shape"));
            }
        }
        Tensor data = JsonTensors.read(input.path("data"));
        long elements = 1;
        for (int size : sizes) {
            elements *= size;
        }
        if (sizes.length == 0 || elements != data.size()) {
            throw new Keras4jException(
                    "input '" + name + "': 'data' fills 'shape', which has the batch first. Received: " + data.size()
                            + " elements for shape " + input.path("shape"));
        }
        if (input.path("datatype").asString("").equals("BYTES")) {
            throw new Keras4jException("input '" + name + "': texts go into JSON Lines with a recipe. Received: "
                    + Json.describe(input.path("datatype")));
        }
        return data.reshape(Shape.of(sizes));
    }

    private static Tensor sample(Tensor batch, int row, int samples, InputSpec spec, RowReader reader) {
        Shape shape = batch.shape();
        if (shape.size(0) != samples) {
            throw new Keras4jException("every input has as many samples. Received: " + shape.size(0) + " for '"
                    + spec.name() + "' and " + samples + " before");
        }
        Tensor sample = batch.rows(row, row + 1).reshape(shape.slice(1, shape.rank()));
        try {
            return reader.checked(sample, spec);
        } catch (Keras4jException e) {
            throw new Keras4jException("instance " + row + ": " + e.getMessage(), e);
        }
    }

    private static String write(JsonNode root, Rows rows, List<List<Tensor>> answers) {
        StringBuilder text = new StringBuilder("{");
        if (root.has("id")) {
            text.append("\"id\": ")
                    .append(JsonText.quoted(root.get("id").asString("")))
                    .append(", ");
        }
        text.append("\"outputs\": [");
        for (int output = 0; output < rows.outputNames().size() && !answers.isEmpty(); output++) {
            Tensor first = answers.get(0).get(output);
            text.append(output == 0 ? "" : ", ")
                    .append("{\"name\": ")
                    .append(JsonText.quoted(rows.outputNames().get(output)))
                    .append(", \"shape\": ");
            JsonText.appendNested(
                    text, Tensor.of(first.shape().prepend(answers.size()).sizes()));
            text.append(", \"datatype\": \"")
                    .append(JsonText.kserveType(first.dtype()))
                    .append("\", \"data\": [");
            for (int i = 0; i < answers.size(); i++) {
                Tensor row = answers.get(i).get(output);
                for (int element = 0; element < row.size(); element++) {
                    text.append(i + element == 0 ? "" : ", ");
                    JsonText.appendNumber(text, row, element);
                }
            }
            text.append("]}");
        }
        return text.append("]}").toString();
    }
}
