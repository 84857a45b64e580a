package io.github.keras4j.fit;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a line per epoch: {@code epoch} from 0, then the values by name (keras/src/callbacks/csv_logger.py 3.15). */
public final class CsvLogger implements Callback {
    private final Path file;
    private final boolean append;
    private boolean begun;

    /**
     * With Keras's arguments.
     *
     * @param file where to
     * @param append whether lines are added to what is there
     */
    public CsvLogger(Path file, boolean append) {
        this.file = file;
        this.append = append;
    }

    @Override
    public void onTrainBegin(Training training) {
        begun = false;
    }

    @Override
    public void onEpochEnd(int epoch, Map<String, Double> logs, Training training) {
        List<String> line = new ArrayList<>(List.of(Integer.toString(epoch)));
        new TreeMap<>(logs).values().forEach(value -> line.add(Double.toString(value)));
        try {
            boolean fresh = !begun && !(append && Files.exists(file) && Files.size(file) > 0);
            try (BufferedWriter out = begun || append
                    ? Files.newBufferedWriter(
                            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    : Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                if (fresh) {
                    out.write("epoch," + String.join(",", new TreeMap<>(logs).keySet()) + "\n");
                }
                out.write(String.join(",", line) + "\n");
            }
            begun = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
