package io.github.keras4j.cli;

import io.github.keras4j.Keras4jException;
import io.github.keras4j.data.AnswerWriter;
import io.github.keras4j.data.Json;
import io.github.keras4j.data.JsonText;
import io.github.keras4j.data.Row;
import io.github.keras4j.data.RowReader;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Answers one input text: a document (TF Serving, KServe V2) whole or not at all, else JSON Lines line by line. */
final class Prediction {
    private final Rows rows;
    private final RowReader reader;
    private final AnswerWriter writer;
    private final List<String> bad = new ArrayList<>();
    private String answers = "";
    private int count;

    Prediction(Rows rows, RowReader reader, AnswerWriter writer) {
        this.rows = rows;
        this.reader = reader;
        this.writer = writer;
    }

    /** All answers, as text to write. */
    String answers() {
        return answers;
    }

    /** How many lines or documents there were. */
    int count() {
        return count;
    }

    /** Answers; returns the answers to what was bad, in order. */
    List<String> answer(String text) {
        Optional<JsonNode> document = document(text);
        if (document.isEmpty()) {
            lines(text);
            return bad;
        }
        count = 1;
        try {
            answers = new Documents(rows, reader, writer).answer(document.get()) + "\n";
        } catch (Keras4jException e) {
            bad.add("{\"error\": " + JsonText.quoted(oneLine(e)) + "}");
            answers = bad.get(0) + "\n";
        }
        return bad;
    }

    private Optional<JsonNode> document(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        try {
            JsonNode root = Json.parse(text);
            return Documents.isOne(root, reader) ? Optional.of(root) : Optional.empty();
        } catch (Keras4jException e) {
            return Optional.empty();
        }
    }

    private void lines(String text) {
        Map<Integer, String> answered = new TreeMap<>();
        Map<Integer, Row> batch = new TreeMap<>();
        int number = 0;
        for (String line : text.split("\r?\n", -1)) {
            number++;
            if (line.isBlank()) {
                continue; // as the end of the last line, and as people separate blocks
            }
            count++;
            try {
                JsonNode node = Json.parse(line);
                if (node.isObject()
                        && node.size() == 1
                        && node.path("reset_states").asBoolean(false)) {
                    run(batch, answered);
                    rows.resetStates();
                    count--;
                    continue;
                }
                Row row = reader.read(node);
                if (!batch.isEmpty() && !sameShapes(batch.values().iterator().next(), row)) {
                    run(batch, answered);
                }
                batch.put(number, row);
            } catch (Keras4jException e) {
                answered.put(number, error(number, e));
            }
            if (batch.size() == rows.batchSize()) {
                run(batch, answered);
            }
        }
        run(batch, answered);
        answers = answered.isEmpty() ? "" : String.join("\n", answered.values()) + "\n";
        for (Map.Entry<Integer, String> entry : answered.entrySet()) {
            if (entry.getValue().startsWith("{\"line\": " + entry.getKey() + ", \"error\": ")) {
                bad.add(entry.getValue());
            }
        }
    }

    /** Runs a batch; where the engine refuses it, row by row, so that only the bad ones are lost. */
    private void run(Map<Integer, Row> batch, Map<Integer, String> answered) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            List<List<Tensor>> outputs = rows.predict(List.copyOf(batch.values()));
            int i = 0;
            for (Map.Entry<Integer, Row> entry : batch.entrySet()) {
                answered.put(entry.getKey(), writer.write(entry.getValue(), outputs.get(i++)));
            }
        } catch (Keras4jException e) {
            if (batch.size() == 1) {
                int number = batch.keySet().iterator().next();
                answered.put(number, error(number, e));
            } else {
                batch.forEach((number, row) -> run(new TreeMap<>(Map.of(number, row)), answered));
            }
        }
        batch.clear();
    }

    static boolean sameShapes(Row one, Row other) {
        return one.inputs().stream()
                .map(Tensor::shape)
                .toList()
                .equals(other.inputs().stream().map(Tensor::shape).toList());
    }

    private static String error(int line, Keras4jException e) {
        return "{\"line\": " + line + ", \"error\": " + JsonText.quoted(oneLine(e)) + "}";
    }

    static String oneLine(Keras4jException e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
