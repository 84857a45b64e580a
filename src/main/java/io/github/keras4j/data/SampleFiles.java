package io.github.keras4j.data;

import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Arrays of samples by reference: {@code x.npy}; {@code data.npz} or {@code data.npz#key}; {@code data.csv} with a header
 * or {@code data.csv#column,column}; {@code data.jsonl} or {@code data.jsonl#field}, a sample per line.
 */
public final class SampleFiles {
    private final Map<Path, CsvTable> tables = new LinkedHashMap<>();
    private final Map<Path, Set<String>> taken = new LinkedHashMap<>();

    /**
     * Says which columns of a CSV file a reference names, so that a reference without columns gives all others.
     *
     * @param reference as {@link #read} takes it
     */
    public void take(String reference) {
        Reference parsed = Reference.of(reference);
        taken.computeIfAbsent(parsed.file(), file -> new HashSet<>()).addAll(parsed.parts());
    }

    /**
     * Reads an array.
     *
     * @param reference a file, and behind {@code #} an array, columns or a field in it
     * @return {@code [samples, ...]}; columns give {@code [samples, columns]}, a single named one {@code [samples]}
     * @throws InputException when the file, a column or a field is missing, or something is no number; it names the line
     */
    public Tensor read(String reference) {
        Reference parsed = Reference.of(reference);
        Path file = parsed.file();
        if (!Files.isRegularFile(file)) {
            throw new InputException("The samples can't be read: there is no such file. Received: " + file);
        }
        String name = file.toString();
        try {
            if (name.endsWith(".npy") || name.endsWith(".npz")) {
                return array(parsed);
            }
            if (name.endsWith(".csv")) {
                CsvTable table = tables.get(file);
                if (table == null) {
                    table = CsvTable.read(file);
                    tables.put(file, table);
                }
                return table.columns(parsed.parts(), taken.getOrDefault(file, Set.of()));
            }
            if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
                return lines(parsed);
            }
        } catch (IOException e) {
            throw new InputException("The samples can't be read. Received: " + file + " (" + e + ")", e);
        }
        throw new InputException("Samples are read from .npy, .npz, .csv and .jsonl. Received: " + file);
    }

    /** The file of a reference. */
    public static Path file(String reference) {
        return Reference.of(reference).file();
    }

    private static Tensor array(Reference reference) {
        try {
            boolean named =
                    reference.parts().size() == 1 && reference.file().toString().endsWith(".npz");
            return named ? ArrayFiles.read(reference.file(), reference.parts().get(0)) : only(reference);
        } catch (FixtureException e) {
            throw new InputException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Tensor only(Reference reference) {
        Map<String, Tensor> arrays = ArrayFiles.readAll(reference.file());
        if (reference.parts().isEmpty() && arrays.size() == 1) {
            return arrays.values().iterator().next();
        }
        throw new InputException(
                "The file has the arrays " + arrays.keySet() + "; name one behind #. Received: " + reference.text());
    }

    private static Tensor lines(Reference reference) throws IOException {
        List<Tensor> samples = new ArrayList<>();
        int number = 0;
        try (BufferedReader reader = Files.newBufferedReader(reference.file(), StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                Tensor sample = sample(line, reference, number);
                if (!samples.isEmpty() && !sample.shape().equals(samples.get(0).shape())) {
                    throw new InputException("All samples have one shape. Received: " + sample.shape() + " in line "
                            + number + " of " + reference.file() + " after "
                            + samples.get(0).shape());
                }
                samples.add(sample);
            }
        }
        if (samples.isEmpty()) {
            throw new InputException("The file has no samples. Received: " + reference.file());
        }
        return Tensor.concatenate(samples.stream()
                .map(sample -> sample.reshape(sample.shape().prepend(1)))
                .toList());
    }

    private static Tensor sample(String line, Reference reference, int number) {
        String where = " in line " + number + " of " + reference.file();
        try {
            JsonNode node = Json.parse(line);
            for (String field : reference.parts()) {
                if (!node.isObject() || !node.has(field)) {
                    throw new InputException("There is no field '" + field + "'" + where + ". Received: "
                            + (node.isObject() ? node.propertyNames() : "no object"));
                }
                node = node.path(field);
            }
            return JsonTensors.read(node);
        } catch (InputException e) {
            throw e;
        } catch (io.github.keras4j.errors.Keras4jException e) {
            throw new InputException(e.getMessage() + where, e);
        }
    }

    /** A file, and what is named behind {@code #}. */
    private record Reference(String text, Path file, List<String> parts) {
        static Reference of(String text) {
            int hash = text.lastIndexOf('#');
            if (hash < 0) {
                return new Reference(text, Path.of(text), List.of());
            }
            return new Reference(
                    text,
                    Path.of(text.substring(0, hash)),
                    List.of(text.substring(hash + 1).split(",")));
        }
    }

    /** Numbers as a column: whole ones keep their type, so that labels stay labels. */
    static Tensor table(List<double[]> columns, int rows, boolean flat) {
        int cols = columns.size();
        boolean whole = true;
        double[] all = new double[rows * cols];
        for (int c = 0; c < cols; c++) {
            for (int r = 0; r < rows; r++) {
                double value = columns.get(c)[r];
                whole &= value == Math.rint(value) && Math.abs(value) < 1L << 53;
                all[r * cols + c] = value;
            }
        }
        Shape shape = flat ? Shape.of(rows) : Shape.of(rows, cols);
        if (!whole) {
            return Tensor.wrap(shape, all);
        }
        long[] longs = new long[all.length];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = (long) all[i];
        }
        return Tensor.wrap(shape, longs);
    }
}
