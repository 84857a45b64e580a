package io.github.keras4j.rows;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.OptionalLibrary;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A CSV file with a header, read once for all the streams that give columns of it. The streams ask for the same number
 * of rows, one after the other; each batch is read by the first that asks.
 */
final class CsvRows {
    private final Path file;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> lines;
    private final List<String> header;
    private List<CsvRecord> batch = List.of();
    private long batches;

    private CsvRows(Path file, CsvReader<CsvRecord> reader) {
        this.file = file;
        this.reader = reader;
        lines = reader.iterator();
        if (!lines.hasNext()) {
            throw new InputException("The file has no header. Received: " + file);
        }
        List<String> names = new ArrayList<>(next().getFields());
        names.replaceAll(String::strip);
        header = List.copyOf(names);
        if (new HashSet<>(header).size() < header.size()) {
            throw new InputException("Two columns have one name. Received: " + header + " in " + file);
        }
    }

    static CsvRows open(Path file) {
        OptionalLibrary.CSV.require("Reading CSV");
        try {
            return new CsvRows(
                    file,
                    CsvReader.builder().ofCsvRecord(new InputStreamReader(Bytes.of(file), StandardCharsets.UTF_8)));
        } catch (CsvParseException e) {
            throw noCsv(e);
        }
    }

    /**
     * @param names the columns; empty: all that no other stream names
     * @param taken the columns that others name
     * @param texts whether they are texts, whatever they look like
     */
    RowStream stream(List<String> names, Set<String> taken, boolean texts) {
        List<String> wanted = names.isEmpty()
                ? header.stream().filter(name -> !taken.contains(name)).toList()
                : names;
        int[] columns = new int[wanted.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = header.indexOf(wanted.get(i));
            if (columns[i] < 0) {
                throw new InputException("The file has no such column. Received: '" + wanted.get(i) + "' of " + file
                        + "; it has " + header);
            }
        }
        if (columns.length == 0) {
            throw new InputException("No column of the file is left for this. Received: " + file);
        }
        return new Columns(columns, names.size() == 1, texts);
    }

    private List<CsvRecord> batch(long number, int most) {
        if (number == batches) {
            List<CsvRecord> read = new ArrayList<>(most);
            while (read.size() < most && lines.hasNext()) {
                CsvRecord line = next();
                if (line.getFieldCount() != header.size()) {
                    throw new InputException("A row has as many fields as the header. Received: "
                            + line.getFieldCount() + " instead of " + header.size() + " in line "
                            + line.getStartingLineNumber() + " of " + file);
                }
                read.add(line);
            }
            batch = read;
            batches++;
        }
        return batch;
    }

    private CsvRecord next() {
        try {
            return lines.next();
        } catch (CsvParseException e) {
            throw noCsv(e);
        }
    }

    private static InputException noCsv(CsvParseException e) {
        return new InputException("The file is no CSV (" + e.getMessage() + ")", e);
    }

    void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw Bytes.failed(file.toString(), e);
        }
    }

    /** Numbers as float64; a column of text, where its first row is none, as strings. */
    private final class Columns implements RowStream {
        private final int[] columns;
        private final boolean flat;
        private long number;
        private Optional<Boolean> text;

        Columns(int[] columns, boolean flat, boolean texts) {
            this.text = texts ? Optional.of(true) : Optional.empty();
            this.columns = columns;
            this.flat = flat;
        }

        @Override
        public Tensor next(int most) {
            List<CsvRecord> rows = batch(number++, most);
            Shape shape = flat ? Shape.of(rows.size()) : Shape.of(rows.size(), columns.length);
            if (text.isEmpty() && !rows.isEmpty()) {
                text = Optional.of(!isNumber(rows.get(0).getField(columns[0])));
            }
            if (text.orElse(false)) {
                String[] strings = new String[rows.size() * columns.length];
                for (int r = 0, at = 0; r < rows.size(); r++) {
                    for (int column : columns) {
                        strings[at++] = rows.get(r).getField(column);
                    }
                }
                return Tensor.wrap(shape, strings);
            }
            double[] numbers = new double[rows.size() * columns.length];
            for (int r = 0, at = 0; r < rows.size(); r++) {
                for (int column : columns) {
                    numbers[at++] = number(rows.get(r), column);
                }
            }
            return Tensor.wrap(shape, numbers);
        }

        private double number(CsvRecord line, int column) {
            String field = line.getField(column);
            try {
                return Double.parseDouble(field);
            } catch (NumberFormatException e) {
                throw new InputException(
                        "A column of numbers holds numbers. Received: '" + field + "' in column '" + header.get(column)
                                + "', line " + line.getStartingLineNumber() + " of " + file,
                        e);
            }
        }

        private static boolean isNumber(String field) {
            try {
                Double.parseDouble(field);
                return true;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        public void close() {}
    }
}
