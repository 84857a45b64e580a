package io.github.keras4j.cli;

import io.github.keras4j.data.JsonText;
import io.github.keras4j.data.OutputFile;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.fit.History;
import io.github.keras4j.json.JsonTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What an interrupted {@code fit} leaves beside its model: the history up to there, which says how far it came. */
final class FitProgress {
    private static final String EPOCH = "epoch";

    private final Path file;

    /** @param save where the model goes */
    FitProgress(Path save) {
        file = save.resolveSibling(save.getFileName() + ".resume.json");
    }

    Path file() {
        return file;
    }

    /** The history of an interrupted training; empty where there is none. */
    Optional<History> read(int epochs) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode json = JsonTrees.read(Files.readString(file));
        List<String> names = new ArrayList<>(json.propertyNames());
        if (!names.remove(EPOCH)) {
            throw new Keras4jException(file + " is not what an interrupted fit leaves. Received: " + names
                    + "; remove it and start anew with --overwrite");
        }
        List<History.Epoch> done = new ArrayList<>();
        for (int i = 0; i < json.path(EPOCH).size(); i++) {
            List<Double> values = new ArrayList<>();
            for (String name : names) {
                JsonNode value = json.path(name).path(i);
                values.add(value.isNumber() ? value.asDouble() : Double.NaN);
            }
            int number = (int) json.path(EPOCH).path(i).asDouble() + 1;
            done.add(new History.Epoch(number, epochs, 0, 0, values));
        }
        return Optional.of(new History(names, done));
    }

    void write(History history) throws IOException {
        OutputFile.write(file, json(history) + "\n");
    }

    void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    /** A line per epoch, as Keras's CSVLogger writes it. */
    static String csv(History history) {
        StringBuilder text = new StringBuilder(EPOCH);
        history.names().forEach(name -> text.append(',').append(name));
        text.append('\n');
        for (History.Epoch epoch : history.epochs()) {
            text.append(epoch.number() - 1);
            epoch.values().forEach(value -> text.append(',').append(value));
            text.append('\n');
        }
        return text.toString();
    }

    /** Keras's {@code history.history}, with the epochs' numbers from 0. */
    static String json(History history) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        values.put(
                EPOCH,
                history.epochs().stream().map(epoch -> epoch.number() - 1.0).toList());
        history.names().forEach(name -> values.put(name, history.of(name)));
        return JsonText.object(values, false);
    }
}
