package io.github.keras4j.report;

import io.github.keras4j.compare.FirstDivergence;
import io.github.keras4j.compare.FirstDivergence.LayerError;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/** Drawings of a divergence as SVG in the page. */
final class HtmlPlots {
    private static final int MOST_LAYERS = 30;
    private static final int MOST_CELLS = 64;
    private static final int WIDTH = 360;
    private static final int FLOOR = -9;

    private HtmlPlots() {}

    /** The greatest difference of the first layer that differs and of those after it, on a log scale. */
    static void growth(StringBuilder html, FirstDivergence first) {
        List<LayerError> errors =
                first.growth().subList(0, Math.min(MOST_LAYERS, first.growth().size()));
        open(html, "Greatest difference by layer", errors.size() * 20 + 6);
        for (int i = 0; i < errors.size(); i++) {
            LayerError error = errors.get(i);
            double width = 150 * Math.max(0, Math.min(1, (log(error.greatest()) - FLOOR) / -(double) FLOOR));
            html.append(String.format(
                    Locale.ROOT,
                    "<text x=\"0\" y=\"%d\">%d %s</text><rect class=\"bar\" x=\"140\" y=\"%d\" width=\"%.1f\" height=\"12\"/>"
                            + "<text x=\"%.1f\" y=\"%d\">%.1e</text>\n",
                    i * 20 + 14,
                    error.position(),
                    HtmlReport.escape(shortened(error.name())),
                    i * 20 + 4,
                    width,
                    144 + width,
                    i * 20 + 14,
                    error.greatest()));
        }
        close(html);
    }

    /** {@code |java - python|} of the layer, the greatest over the batch: steps (or samples) down, units across. */
    static void heatMap(StringBuilder html, FirstDivergence first) {
        double[] differences = differences(first);
        Shape shape = first.diff().javaShape();
        if (differences.length == 0 || shape.rank() < 2) {
            return;
        }
        int across = shape.size(-1);
        boolean steps = shape.rank() >= 3;
        int down = steps ? differences.length / across / shape.size(0) : shape.size(0);
        int shownAcross = Math.min(across, MOST_CELLS);
        int shownDown = Math.min(down, MOST_CELLS);
        double[][] cells = new double[shownDown][shownAcross];
        for (int i = 0; i < differences.length; i++) {
            int row = (i / across % down) * shownDown / down;
            int column = (i % across) * shownAcross / across;
            cells[row][column] = Math.max(cells[row][column], differences[i]);
        }
        double size = Math.min(24, WIDTH / (double) shownAcross);
        open(
                html,
                "|java - python| of '" + first.layer().name() + "': " + (steps ? "steps" : "samples")
                        + " down, units across",
                (int) Math.ceil(shownDown * size) + 2);
        double greatest = 1e-30;
        for (double difference : differences) {
            greatest = Math.max(greatest, difference);
        }
        for (int row = 0; row < shownDown; row++) {
            for (int column = 0; column < shownAcross; column++) {
                double strength = Math.max(0, 1 + (log(cells[row][column]) - log(greatest)) / 6);
                html.append(String.format(
                        Locale.ROOT,
                        "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill-opacity=\"%.2f\"/>",
                        column * size,
                        row * size,
                        size - 0.5,
                        size - 0.5,
                        Math.max(0.04, strength)));
            }
        }
        close(html);
    }

    /** How many elements differ by how much, a bar per decade. */
    static void distribution(StringBuilder html, FirstDivergence first) {
        double[] differences = differences(first);
        if (differences.length == 0) {
            return;
        }
        int[] counts = new int[2 - FLOOR];
        for (double difference : differences) {
            int decade = (int) Math.floor(log(difference)) - FLOOR;
            counts[Math.max(0, Math.min(counts.length - 1, decade))]++;
        }
        open(html, "Elements of '" + first.layer().name() + "' by difference", counts.length * 20 + 6);
        for (int i = 0; i < counts.length; i++) {
            double width = 200.0 * counts[i] / differences.length;
            String label = i == 0 ? "below 1e" + (FLOOR + 1) : "from 1e" + (FLOOR + i);
            html.append(String.format(
                    Locale.ROOT,
                    "<text x=\"0\" y=\"%d\">%s</text><rect class=\"bar\" x=\"80\" y=\"%d\" width=\"%.1f\" height=\"12\"/>"
                            + "<text x=\"%.1f\" y=\"%d\">%d</text>\n",
                    i * 20 + 14,
                    label,
                    i * 20 + 4,
                    width,
                    84 + width,
                    i * 20 + 14,
                    counts[i]));
        }
        close(html);
    }

    private static double[] differences(FirstDivergence first) {
        Tensor java = first.layer().java().orElseThrow();
        Tensor python = first.layer().reference().orElseThrow();
        if (!java.shape().equals(python.shape())) {
            return new double[0];
        }
        double[] differences = new double[java.size()];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = Math.abs(java.getDouble(i) - python.getDouble(i));
        }
        return differences;
    }

    private static double log(double value) {
        return Double.isFinite(value) ? Math.log10(Math.max(1e-30, value)) : 1;
    }

    private static String shortened(String name) {
        return name.length() <= 18 ? name : name.substring(0, 17) + "…";
    }

    private static void open(StringBuilder html, String title, int height) {
        html.append("<div><h3>")
                .append(HtmlReport.escape(title))
                .append("</h3><svg role=\"img\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(height)
                .append("\">\n");
    }

    private static void close(StringBuilder html) {
        html.append("</svg></div>\n");
    }
}
