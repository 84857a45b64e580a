package io.github.keras4j.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.OptionalLibrary;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A CSV file of numbers with a header. */
final class CsvTable {
    private final Path file;
    private final Map<String, double[]> columns;
    private final int rows;

    private CsvTable(Path file, Map<String, double[]> columns, int rows) {
        this.file = file;
        this.columns = columns;
        this.rows = rows;
    }

    /** @throws InputException for a file without header or rows, a row of another length, or what is no number */
    static CsvTable read(Path file) throws IOException {
        OptionalLibrary.CSV.require("Reading CSV");
        List<String> header = List.of();
        List<double[]> read = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file)) {
            for (CsvRecord line : reader) {
                if (header.isEmpty()) {
                    header = List.copyOf(line.getFields());
                } else {
                    read.add(numbers(line, header, file));
                }
            }
        } catch (CsvParseException e) {
            throw new InputException("The file is no CSV. Received: " + file + " (" + e.getMessage() + ")", e);
        }
        if (read.isEmpty()) {
            throw new InputException("The file has no rows below its header. Received: " + file);
        }
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (int c = 0; c < header.size(); c++) {
            int column = c;
            double[] values = new double[read.size()];
            Arrays.setAll(values, r -> read.get(r)[column]);
            if (columns.put(header.get(c), values) != null) {
                throw new InputException("Two columns have one name. Received: '" + header.get(c) + "' in " + file);
            }
        }
        return new CsvTable(file, columns, read.size());
    }

    private static double[] numbers(CsvRecord line, List<String> header, Path file) {
        if (line.getFieldCount() != header.size()) {
            throw new InputException("A row has as many fields as the header. Received: " + line.getFieldCount()
                    + " instead of " + header.size() + " in line " + line.getStartingLineNumber() + " of " + file);
        }
        double[] numbers = new double[header.size()];
        for (int c = 0; c < numbers.length; c++) {
            String field = line.getField(c).strip();
            try {
                numbers[c] = Double.parseDouble(field);
            } catch (NumberFormatException e) {
                throw new InputException(
                        "Columns hold numbers. Received: '" + field + "' in column '" + header.get(c) + "', line "
                                + line.getStartingLineNumber() + " of " + file,
                        e);
            }
        }
        return numbers;
    }

    /**
     * @param names the columns; empty: all that no other reference names
     * @param taken the columns that others name
     */
    Tensor columns(List<String> names, Set<String> taken) {
        List<String> wanted = names.isEmpty()
                ? columns.keySet().stream()
                        .filter(name -> !taken.contains(name))
                        .toList()
                : names;
        List<double[]> found = new ArrayList<>();
        for (String name : wanted) {
            double[] column = columns.get(name);
            if (column == null) {
                throw new InputException("The file has no such column. Received: '" + name + "' of " + file
                        + "; it has " + columns.keySet());
            }
            found.add(column);
        }
        if (found.isEmpty()) {
            throw new InputException("No column of the file is left for this. Received: " + file);
        }
        return SampleFiles.table(found, rows, names.size() == 1);
    }
}
