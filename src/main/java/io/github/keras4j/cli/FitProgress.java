package io.github.keras4j.cli;

import io.github.keras4j.data.JsonColumns;
import io.github.keras4j.data.JsonText;
import io.github.keras4j.data.OutputFile;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.fit.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        Map<String, List<Double>> columns = JsonColumns.read(file);
        List<Double> numbers = columns.remove(EPOCH);
        if (numbers == null || columns.values().stream().anyMatch(column -> column.size() != numbers.size())) {
            throw new Keras4jException(file + " is not what an interrupted fit leaves. Received: " + columns.keySet()
                    + "; remove it and start anew with --overwrite");
        }
        List<String> names = List.copyOf(columns.keySet());
        List<History.Epoch> done = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            int at = i;
            List<Double> values =
                    columns.values().stream().map(column -> column.get(at)).toList();
            done.add(new History.Epoch(numbers.get(i).intValue() + 1, epochs, 0, 0, values));
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
