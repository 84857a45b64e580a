package io.github.keras4j.predict;

import io.github.keras4j.Keras4jException;
import io.github.keras4j.data.AnswerWriter;
import io.github.keras4j.data.Json;
import io.github.keras4j.data.JsonText;
import io.github.keras4j.data.Row;
import io.github.keras4j.data.RowReader;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * TF Serving's row form ({@code instances}) and column form ({@code inputs}), and KServe V2's; see
 * https://www.tensorflow.org/tfx/serving/api_rest and https://kserve.github.io/website (Open Inference Protocol).
 */
public final class Documents {
    private final Rows rows;
    private final RowReader reader;
    private final AnswerWriter writer;

    public Documents(Rows rows, RowReader reader, AnswerWriter writer) {
        this.rows = rows;
        this.reader = reader;
        this.writer = writer;
    }

    /** Whether it is a document, and not a line keyed by input names. */
    public static boolean isOne(JsonNode root, RowReader reader) {
        boolean line = reader.inputs().stream().allMatch(input -> root.has(input.name()));
        return root.isObject() && !line && (root.has("instances") || root.has("inputs"));
    }

    /** @throws Keras4jException naming the first bad instance */
    public String answer(JsonNode root) {
        if (root.has("instances")) {
            return "{\"predictions\": " + list(predict(instances(root.get("instances")))) + "}";
        }
        JsonNode inputs = root.get("inputs");
        return isKserve(inputs) ? KserveDocuments.answer(root, rows, reader) : columns(inputs);
    }

    private static boolean isKserve(JsonNode inputs) {
        return inputs.isArray()
                && !inputs.isEmpty()
                && inputs.get(0).isObject()
                && inputs.get(0).has("datatype");
    }

    private List<Row> instances(JsonNode instances) {
        if (!instances.isArray()) {
            throw new Keras4jException("'instances' is a list. Received: " + Json.describe(instances));
        }
        List<Row> read = new ArrayList<>();
        for (JsonNode instance : instances) {
            read.add(read(instance, read.size()));
        }
        return read;
    }

    private Row read(JsonNode instance, int index) {
        try {
            return reader.read(instance);
        } catch (Keras4jException e) {
            throw new Keras4jException("instance " + index + ": " + e.getMessage(), e);
        }
    }

    /** Column form: each input's samples in one list; the answer has each output's samples in one list. */
    private String columns(JsonNode inputs) {
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        if (inputs.isObject()) {
            inputs.properties().forEach(entry -> byName.put(entry.getKey(), entry.getValue()));
        } else if (reader.inputs().size() == 1) {
            byName.put(reader.inputs().get(0).name(), inputs);
        } else {
            throw new Keras4jException("'inputs' is an object keyed by input name, since the model has several."
                    + " Received: " + Json.describe(inputs));
        }
        List<Row> samples = new ArrayList<>();
        int count = -1;
        for (Map.Entry<String, JsonNode> column : byName.entrySet()) {
            int size = column.getValue().isArray() ? column.getValue().size() : 0;
            if (!column.getValue().isArray() || count >= 0 && size != count) {
                throw new Keras4jException("'inputs' has as many samples for each input. Received: " + size + " for '"
                        + column.getKey() + "' and " + count + " before");
            }
            count = size;
        }
        for (int i = 0; i < count; i++) {
            var instance = tools.jackson.databind.node.JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> column : byName.entrySet()) {
                instance.set(column.getKey(), column.getValue().get(i));
            }
            samples.add(read(instance, i));
        }
        List<Answer> answers = predict(samples);
        if (rows.outputNames().size() == 1) {
            return "{\"outputs\": " + list(answers) + "}";
        }
        StringBuilder text = new StringBuilder("{\"outputs\": {");
        for (int output = 0; output < rows.outputNames().size(); output++) {
            text.append(output == 0 ? "" : ", ")
                    .append(JsonText.quoted(rows.outputNames().get(output)))
                    .append(": [");
            for (int i = 0; i < answers.size(); i++) {
                text.append(i == 0 ? "" : ", ");
                JsonText.appendNested(text, answers.get(i).outputs().get(output));
            }
            text.append(']');
        }
        return text.append("}}").toString();
    }

    private static boolean sameShapes(Row one, Row other) {
        return LineAnswerer.shapes(one).equals(LineAnswerer.shapes(other));
    }

    private record Answer(Row row, List<Tensor> outputs) {}

    private List<Answer> predict(List<Row> samples) {
        List<Answer> answers = new ArrayList<>();
        for (int from = 0; from < samples.size(); ) {
            int to = from;
            while (to < samples.size()
                    && to - from < rows.batchSize()
                    && sameShapes(samples.get(from), samples.get(to))) {
                to++;
            }
            List<Row> batch = samples.subList(from, to);
            try {
                List<List<Tensor>> outputs = rows.predict(batch);
                for (int i = 0; i < batch.size(); i++) {
                    answers.add(new Answer(batch.get(i), outputs.get(i)));
                }
            } catch (Keras4jException e) {
                throw new Keras4jException("instances " + from + " to " + (to - 1) + ": " + e.getMessage(), e);
            }
            from = to;
        }
        return answers;
    }

    private String list(List<Answer> answers) {
        StringBuilder text = new StringBuilder("[");
        for (Answer answer : answers) {
            text.append(text.length() == 1 ? "" : ", ").append(writer.write(answer.row(), answer.outputs()));
        }
        return text.append(']').toString();
    }
}
