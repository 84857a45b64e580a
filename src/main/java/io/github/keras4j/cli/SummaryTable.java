package io.github.keras4j.cli;

import io.github.keras4j.model.shapes.Summary;
import java.util.ArrayList;
import java.util.List;

/** Keras's summary table as Keras 1 and 2 draw it; the columns are as wide as their contents, never cut. */
final class SummaryTable {
    private static final List<String> HEADINGS = List.of("Layer (type)", "Output Shape", "Param #", "Connected to");
    /** Keras's own widths; {@code model.summary()} of Keras 2 has its columns end at 29, 54, 65 and 98. */
    private static final List<Integer> LEAST = List.of(29, 26, 10, 14);

    private SummaryTable() {}

    static String of(Summary summary) {
        List<List<String>> lines = new ArrayList<>();
        for (Summary.Row row : summary.rows()) {
            List<String> connected = row.connectedTo().isEmpty() ? List.of("") : row.connectedTo();
            lines.add(List.of(
                    row.name() + " (" + row.className() + ")",
                    row.outputShape(),
                    Long.toString(row.params()),
                    connected.get(0)));
            connected.stream().skip(1).forEach(one -> lines.add(List.of("", "", "", one)));
        }
        int[] widths = new int[HEADINGS.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = Math.max(LEAST.get(column), HEADINGS.get(column).length());
            for (List<String> line : lines) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        int width = widths[0] + widths[1] + widths[2] + widths[3] + 6;
        String rule = "_".repeat(width) + "\n";
        StringBuilder text = new StringBuilder(rule)
                .append(line(HEADINGS, widths))
                .append("=".repeat(width))
                .append('\n');
        for (int i = 0; i < lines.size(); i++) {
            boolean newRow = i > 0 && !lines.get(i).get(0).isEmpty();
            text.append(newRow ? rule : "").append(line(lines.get(i), widths));
        }
        return text.append("=".repeat(width)).append('\n').toString();
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
        }
        return line.toString().stripTrailing() + "\n";
    }
}
