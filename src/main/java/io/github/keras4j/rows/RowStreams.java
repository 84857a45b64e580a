package io.github.keras4j.rows;

import io.github.keras4j.errors.InputException;
import java.io.Closeable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The streams of one data set, which are read in step: {@code x.npy}; {@code data.npz#key}; {@code data.csv} with a
 * header, or {@code data.csv#column,column}; {@code data.jsonl#field}. Files end in these, or in these and {@code .gz}
 * (CSV and JSON Lines). A CSV file that several streams read is read once.
 */
public final class RowStreams implements Closeable {
    private final Map<Path, CsvRows> tables = new LinkedHashMap<>();
    private final Map<Path, Set<String>> taken = new LinkedHashMap<>();
    private final List<RowStream> open = new ArrayList<>();

    /**
     * Says which columns of a CSV file a reference names, so that one without columns gives all the others. Before any
     * stream is opened.
     *
     * @param reference as {@link #open} takes it
     */
    public void take(String reference) {
        Reference parsed = Reference.of(reference);
        taken.computeIfAbsent(parsed.file(), file -> new LinkedHashSet<>()).addAll(parsed.parts());
    }

    /**
     * Opens a stream.
     *
     * @param reference a file, and behind {@code #} an array, columns or a field in it
     * @throws InputException when the file, the array or a column is missing
     */
    public RowStream open(String reference) {
        return open(reference, false);
    }

    /**
     * As {@link #open(String)}.
     *
     * @param texts whether columns of a CSV are texts, though they look like numbers: a postcode
     */
    public RowStream open(String reference, boolean texts) {
        Reference parsed = Reference.of(reference);
        Path file = parsed.file();
        if (!Files.isRegularFile(file)) {
            throw new InputException("The rows can't be read: there is no such file. Received: " + file);
        }
        RowStream stream = opened(parsed, file.toString(), texts);
        open.add(stream);
        return stream;
    }

    private RowStream opened(Reference parsed, String name, boolean texts) {
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        if (name.endsWith(".npy")) {
            return NpyStream.ofFile(parsed.file());
        }
        if (name.endsWith(".npz")) {
            return NpyStream.ofMember(parsed.file(), parsed.parts());
        }
        if (plain.endsWith(".csv")) {
            CsvRows table = tables.computeIfAbsent(parsed.file(), CsvRows::open);
            return table.stream(parsed.parts(), taken.getOrDefault(parsed.file(), Set.of()), texts);
        }
        if (plain.endsWith(".jsonl") || plain.endsWith(".ndjson")) {
            return new JsonLinesStream(parsed.file(), parsed.parts());
        }
        String more = name.endsWith(".parquet")
                ? ". Parquet readers for Java 17 bring some 30 MB of Hadoop, so keras4j has none: write .npz or .csv"
                        + " from it, or let Spark read it (docs/spark.md)"
                : "";
        throw new InputException("Rows are read from .npy, .npz, .csv and .jsonl. Received: " + parsed.file() + more);
    }

    /** {@return the file of a reference} */
    public static Path file(String reference) {
        return Reference.of(reference).file();
    }

    @Override
    public void close() {
        open.forEach(RowStream::close);
        tables.values().forEach(CsvRows::close);
    }

    /** A file, and what is named behind {@code #}. */
    private record Reference(Path file, List<String> parts) {
        static Reference of(String text) {
            int hash = text.lastIndexOf('#');
            return hash < 0
                    ? new Reference(Path.of(text), List.of())
                    : new Reference(
                            Path.of(text.substring(0, hash)),
                            List.of(text.substring(hash + 1).split(",")));
        }
    }
}
